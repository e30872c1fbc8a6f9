package io.sallyport.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Answers over HTTP: `/healthz` (200 while the loop turns), `/readyz` (200 once the proxies have
/// their configuration) and `/metrics` (where they are enabled). Anything else is 404. Only GET and
/// HEAD; nothing that is asked changes anything.
public final class StatusServer implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int NOT_ALLOWED = 405;

  /// For the browser of a person who looks: run nothing, load nothing, be in no frame, keep
  /// nothing, tell nobody the address.
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY");

  private static final Answer NOTHING =
      new Answer(404, "not found; there is /, /healthz, /readyz and, where enabled, /metrics\n");

  private final HttpServer server;
  private final Supplier<Status> status;
  private final Duration longestTurn;
  private final InstantSource clock;

  private final Optional<Metrics> metrics;

  private record Answer(int code, String text, String type) {
    Answer(int code, String text) {
      this(code, text, "text/plain; charset=utf-8");
    }
  }

  /// Listens at once.
  ///
  /// @param longestTurn a loop that has not turned for longer is reported as stuck
  /// @throws IOException when the address cannot be listened on
  public StatusServer(
      InetSocketAddress address, Supplier<Status> status, Duration longestTurn, InstantSource clock)
      throws IOException {
    this(address, status, longestTurn, clock, Optional.empty());
  }

  /// @param metrics to serve; none where they are not enabled
  public StatusServer(
      InetSocketAddress address,
      Supplier<Status> status,
      Duration longestTurn,
      InstantSource clock,
      Optional<Metrics> metrics)
      throws IOException {
    this.metrics = metrics;
    this.status = status;
    this.longestTurn = longestTurn;
    this.clock = clock;
    HttpLimits.set();
    server = HttpServer.create(address, BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// Where it listens, with the port that was given when none was asked for.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer =
          switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> answer(exchange.getRequestURI().getRawPath(), exchange);
            default -> new Answer(NOT_ALLOWED, "only GET and HEAD\n");
          };
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      if (answer.code() == NOT_ALLOWED) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(answer.code(), -1);
        return;
      }
      exchange.sendResponseHeaders(answer.code(), body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /// Paths are compared as they were written: there is nothing that another spelling could reach.
  private Answer answer(String path, HttpExchange exchange) {
    return switch (path) {
      case "/metrics" -> metrics.map(all -> numbers(all, exchange)).orElse(NOTHING);
      case "/" -> new Answer(200, Overview.of(status.get(), clock.instant()));
      case "/healthz" -> health(status.get());
      case "/readyz" -> readiness(status.get());
      default -> NOTHING;
    };
  }

  private Answer numbers(Metrics all, HttpExchange exchange) {
    List<String> accepted = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
    Exposition.Page page =
        Exposition.of(all, status.get(), clock.instant(), String.join(",", accepted));
    return new Answer(200, page.text(), page.type());
  }

  private Answer health(Status now) {
    Duration silent = Duration.between(now.beat(), clock.instant());
    return silent.compareTo(longestTurn) <= 0
        ? new Answer(200, "ok\n")
        : new Answer(503, "the loop has not turned for " + silent.toSeconds() + " s\n");
  }

  private static Answer readiness(Status now) {
    if (now.ready()) {
      return new Answer(200, "ok\n");
    }
    return new Answer(
        503,
        now.lastLook().isEmpty()
            ? "the engine has not been seen yet: " + now.engineProblem() + "\n"
            : "proxies still wait for their first configuration\n");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
