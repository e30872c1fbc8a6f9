package io.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.EventHistory;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusServerTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration LONGEST_TURN = Duration.ofMinutes(2);

  private static final Pattern LOADED =
      Pattern.compile("(?:\"/dashboard/|from './)([a-z]+\\.[a-z]+)['\"]");

  private final AtomicReference<Status> status = new AtomicReference<>(Status.starting(NOON));
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final HttpClient client = HttpClient.newHttpClient();
  private StatusServer server;

  @SuppressWarnings("NullAway.Init")
  StatusServerTest() {}

  @BeforeEach
  void listen() throws Exception {
    InstantSource clock = () -> now.get();
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            status::get,
            new EventHistory(clock),
            "1.0",
            LONGEST_TURN,
            clock,
            Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void isHealthyWhileTheLoopTurns() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body())
        .isEqualTo("the engine has not been seen yet, the first look is under way\n");
    status.set(Status.starting(NOON).unseen("permission denied"));
    assertThat(get("/healthz").body())
        .isEqualTo("the engine has not been reached yet: permission denied\n");

    status.set(seen(new ProxyStatus("c1", "v2", "", NOON, "it hangs", List.of())));
    now.set(NOON.plus(LONGEST_TURN));
    assertThat(get("/healthz").statusCode()).as("never for the proxies' sake").isEqualTo(200);
    status.set(Objects.requireNonNull(status.get()).unseen("no answer"));
    assertThat(get("/healthz").statusCode()).as("the engine was seen").isEqualTo(200);

    now.set(NOON.plus(LONGEST_TURN).plusSeconds(1));
    HttpResponse<String> stuck = get("/healthz");
    assertThat(stuck.statusCode()).isEqualTo(503);
    assertThat(stuck.body()).isEqualTo("the reconcile loop has been stalled for 121 s\n");
  }

  @Test
  void isReadyOnceTheProxiesHaveTheirConfiguration() throws Exception {
    assertThat(get("/readyz").body()).startsWith("the engine has not been seen yet");

    status.set(seen(new ProxyStatus("c1", "v2", "", NOON, "", List.of())));
    assertThat(get("/readyz").statusCode()).isEqualTo(503);

    status.set(seen(new ProxyStatus("c1", "v2", "v2", NOON, "", List.of())));
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWhereNoProxyRunsWhatItShould() throws Exception {
    ProxyStatus full =
        new ProxyStatus("c1", "v2", "v1", NOON, "no space left on device", List.of());
    status.set(seen(full));
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .isEqualTo(
            "proxy edge has not run what it should for 0 seconds: no space left on device\n");

    Status one = seen(full);
    SortedMap<String, ProxyStatus> two = new TreeMap<>(one.proxies());
    two.put("other", new ProxyStatus("c3", "v2", "v2", NOON, "", List.of()));
    status.set(one.seen(NOON, 3, List.of(), two, List.of()));
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).startsWith("ok, but proxy edge has not run");

    status.set(one.seen(NOON, 3, List.of(), new TreeMap<>(), List.of()));
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).startsWith("no proxy is running");
  }

  @Test
  void showsWhatIsKnownToAPerson() throws Exception {
    status.set(
        seen(
            new ProxyStatus(
                "c1", "v2", "v1", NOON, "it refused the new configuration", List.of())));
    now.set(NOON.plusSeconds(75));

    assertThat(get("/").body())
        .isEqualTo(
            """
            Sallyport, up for 1m15s
            OUTAGE: proxy edge has not run what it should for 1 minute: it refused the new configuration
            Engine: seen 1m15s ago, events live
            Virtual hosts: 3

            Proxies: 1
              edge runs v1; wants v2: it refused the new configuration

            Findings: 2
              error: proxy edge keeps its current configuration: it refused the new configuration \
            (version v1, since 2026-06-01T12:00:00Z); fix what it reports, in the template, the settings or \
            its files; Sallyport retries automatically
              warning: container shop: label interlock.prot: no such label; did you mean it?
            """);
  }

  @Test
  void showsABrowserThePageAndAllThatItLoads() throws Exception {
    HttpResponse<String> page = get("/", "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");

    Set<String> loaded = new TreeSet<>();
    List<String> unread = new ArrayList<>(List.of(page.body()));
    while (!unread.isEmpty()) {
      String text = unread.removeLast();
      for (MatchResult link : LOADED.matcher(text).results().toList()) {
        String path = "/dashboard/" + link.group(1);
        if (loaded.add(path)) {
          HttpResponse<String> file = get(path, "*/*");
          assertThat(file.statusCode()).as(path).isEqualTo(200);
          assertThat(file.headers().firstValue("Content-Type").orElse("")).as(path).isNotEmpty();
          unread.add(file.body());
        }
      }
    }
    assertThat(loaded).isEqualTo(Dashboard.files().keySet());
  }

  @Test
  void onlyThePageMayLoadAndOnlyItsOwn() throws Exception {
    assertThat(policy(get("/", "text/html")))
        .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http:", "https:", "*", "data:");
    assertThat(policy(get("/", "*/*"))).startsWith("default-src 'none'; frame");
    assertThat(policy(get("/api/v1/state", "text/html"))).startsWith("default-src 'none'; frame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/plain", "application/json", "text/html;q=0", "text/htmlx"})
  void otherClientsGetText(String accepted) throws Exception {
    HttpResponse<String> text = get("/", accepted);
    assertThat(text.body()).startsWith("Sallyport, up for ");
    assertThat(text.headers().firstValue("Vary")).contains("Accept");
  }

  @Test
  void knowsNothingElse() throws Exception {
    assertThat(get("/etc/passwd").statusCode()).isEqualTo(404);
    assertThat(get("/healthz/../../x").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyTells() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(url("/healthz")).POST(BodyPublishers.ofString("x")).build();

    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  private static Status seen(ProxyStatus proxy) {
    TreeMap<String, ProxyStatus> proxies = new TreeMap<>();
    proxies.put("edge", proxy);
    Finding finding =
        new Finding(
            Code.UNKNOWN_LABEL,
            "c2",
            "shop",
            "interlock.prot",
            "no such label",
            "did you mean it?");
    return Status.starting(NOON)
        .beaten(NOON, true)
        .seen(NOON, 3, List.of(finding), proxies, List.of());
  }

  private static String policy(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Security-Policy").orElse("");
  }

  private HttpResponse<String> get(String path, String accepted) throws Exception {
    return client.send(
        HttpRequest.newBuilder(url(path)).header("Accept", accepted).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(url(path)).build(), BodyHandlers.ofString());
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }
}
