package io.sallyport.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.api.http.HttpAnswer;
import io.sallyport.api.http.HttpLimits;
import io.sallyport.api.http.RequestThreads;
import io.sallyport.api.http.WriteDeadline;
import io.sallyport.history.EventHistory;
import io.sallyport.history.HealthSignal;
import io.sallyport.history.Status;
import io.sallyport.metrics.Exposition;
import io.sallyport.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers over HTTP: `/` (for people: the [Dashboard], or text), `/healthz` (200 while the loop
/// runs, once the engine was seen), `/readyz` (200 while changes are seen, a proxy runs what it
/// should and none waits for its first configuration), `/metrics` (where they are enabled) and the
/// [Api]. Anything else is 404. Only GET and HEAD; nothing that is asked changes anything.
public final class StatusServer implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  /// A document of a thousand hosts is a megabyte: so many are made and written at a time.
  private static final int DOCUMENTS_AT_A_TIME = 8;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_RESPONSE = Duration.ofSeconds(30);

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

  private static final HttpAnswer NOTHING =
      HttpAnswer.text(
          404, "not found; there is /, /healthz, /readyz, /api/v1 and, where enabled, /metrics\n");

  private final HttpServer server;
  private final Supplier<Status> status;
  private final Duration longestTurn;
  private final InstantSource clock;
  private final RequestThreads threads = new RequestThreads("status-request");
  private final WriteDeadline deadline = new WriteDeadline();
  private final Semaphore documents = new Semaphore(DOCUMENTS_AT_A_TIME);
  private final Api api;
  private final ChangeStream stream;

  /// The table of paths, but for those of the [Api].
  private final Map<String, Function<HttpExchange, HttpAnswer>> pages;

  /// Listens at once.
  ///
  /// @param version of Sallyport, for people
  /// @param longestTurn a loop that has not turned for longer is reported as stuck
  /// @param metrics to serve; none where they are not enabled
  /// @throws IOException when the address cannot be listened on
  public StatusServer(
      InetSocketAddress address,
      Supplier<Status> status,
      EventHistory history,
      String version,
      Duration longestTurn,
      InstantSource clock,
      Optional<Metrics> metrics)
      throws IOException {
    this.status = status;
    this.longestTurn = longestTurn;
    this.clock = clock;
    api = new Api(status, history, now -> stuck(now).isEmpty(), version, clock);
    stream = new ChangeStream(api, history, deadline);
    pages = new HashMap<>();
    HttpAnswer page = Dashboard.page();
    pages.put("/", exchange -> front(exchange, page));
    Dashboard.files().forEach((path, file) -> pages.put(path, _ -> file));
    pages.put("/healthz", _ -> said(stuck(status.get()).or(status.get()::unseen)));
    pages.put("/readyz", _ -> ready(status.get().health(clock.instant())));
    metrics.ifPresent(all -> pages.put("/metrics", exchange -> numbers(all, exchange)));
    HttpLimits.set();
    server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Where it listens, with the port that was given when none was asked for.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// The paths below `/api/v1`, as `openapi.json` writes them.
  Set<String> apiPaths() {
    return api.paths();
  }

  private void answer(HttpExchange exchange) throws IOException {
    threads.hasRead();
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> answer(exchange, exchange.getRequestURI().getRawPath());
        default -> {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD");
          send(exchange, HttpAnswer.text(NOT_ALLOWED, "only GET and HEAD\n"));
        }
      }
    }
  }

  /// Paths are compared as they were written: there is nothing that another spelling could reach.
  private void answer(HttpExchange exchange, String path) throws IOException {
    Function<HttpExchange, HttpAnswer> page = pages.get(path);
    if (page != null) {
      send(exchange, page.apply(exchange));
    } else if (!path.startsWith(Api.ROOT)) {
      send(exchange, NOTHING);
    } else if (path.equals(Api.STREAM) && exchange.getRequestMethod().equals("GET")) {
      follow(exchange);
    } else {
      document(exchange, path);
    }
  }

  private void follow(HttpExchange exchange) throws IOException {
    if (stream.begin()) {
      stream.run(exchange);
    } else {
      busy(exchange, "%d streams are open, which is the maximum".formatted(ChangeStream.MOST));
    }
  }

  private void document(HttpExchange exchange, String path) throws IOException {
    try {
      if (!documents.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        busy(exchange, "too many requests at once");
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      send(exchange, path.equals(Api.STREAM) ? ChangeStream.HEAD : api.answer(path));
    } finally {
      documents.release();
    }
  }

  private void busy(HttpExchange exchange, String why) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "2");
    send(exchange, Api.problem(UNAVAILABLE, why));
  }

  private void send(HttpExchange exchange, HttpAnswer answer) throws IOException {
    deadline.within(LONGEST_RESPONSE, () -> answer.write(exchange));
  }

  /// One address for people: a page for browsers, text for the others.
  private HttpAnswer front(HttpExchange exchange, HttpAnswer page) {
    exchange.getResponseHeaders().set("Vary", "Accept");
    if (!Dashboard.wanted(exchange.getRequestHeaders())) {
      return HttpAnswer.text(200, Overview.of(status.get(), clock.instant()));
    }
    exchange.getResponseHeaders().set("Content-Security-Policy", Dashboard.POLICY);
    return page;
  }

  private HttpAnswer numbers(Metrics all, HttpExchange exchange) {
    List<String> accepted = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
    Exposition.Page page =
        Exposition.of(all, status.get(), clock.instant(), String.join(",", accepted));
    return HttpAnswer.of(200, page.type(), page.text());
  }

  private Optional<String> stuck(Status now) {
    Duration silent = Duration.between(now.beat(), clock.instant());
    return silent.compareTo(longestTurn) <= 0
        ? Optional.empty()
        : Optional.of("the reconcile loop has been stalled for " + silent.toSeconds() + " s");
  }

  /// One proxy that is not current is said, and is no reason for somebody to give up on all.
  private static HttpAnswer ready(HealthSignal health) {
    if (!health.readiness().ready()) {
      return said(Optional.of(health.sentence()));
    }
    return health.sentence().isEmpty()
        ? said(Optional.empty())
        : HttpAnswer.text(200, "ok, but " + health.sentence() + "\n");
  }

  private static HttpAnswer said(Optional<String> problem) {
    return problem
        .map(why -> HttpAnswer.text(UNAVAILABLE, why + "\n"))
        .orElseGet(() -> HttpAnswer.text(200, "ok\n"));
  }

  /// Stops at once; nobody waits for an answer that has begun.
  @Override
  public void close() {
    server.stop(0);
    deadline.close();
  }
}
