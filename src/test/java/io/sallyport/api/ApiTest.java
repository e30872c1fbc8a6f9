package io.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.sallyport.api.http.HttpAnswer;
import io.sallyport.config.Settings;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.history.EventHistory;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.RolloutReport;
import io.sallyport.history.RouteChanges;
import io.sallyport.history.RouteChanges.ChangeKind;
import io.sallyport.history.RouteChanges.HostChange;
import io.sallyport.history.RouteChanges.ServerNames;
import io.sallyport.history.Status;
import io.sallyport.model.RoutingTable;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Observation;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The API's description against what a running server answers, over real observations.
class ApiTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final RouteChanges CHANGES =
      RouteChanges.of(
          List.of(
              new HostChange(
                  "app.example.com",
                  ChangeKind.CHANGED,
                  ServerNames.of(List.of("app-2")),
                  ServerNames.of(List.of()))),
          List.of("edge"));

  private static final Path CASES = Path.of("src/test/resources/cases");

  private final AtomicReference<Status> status = new AtomicReference<>(Status.starting(NOON));
  private final EventHistory history = new EventHistory(() -> NOON);
  private final HttpClient client = HttpClient.newHttpClient();
  private StatusServer server;

  @SuppressWarnings("NullAway.Init")
  ApiTest() {}

  @BeforeEach
  void listen() throws Exception {
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            status::get,
            history,
            "1.0",
            Duration.ofMinutes(2),
            () -> NOON,
            Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  /// What a pass over this case's snapshot tells.
  private Routing look(String name) throws Exception {
    Observation seen =
        Snapshot.read(name, Files.readString(CASES.resolve(name).resolve("snapshot.json")))
            .observation();
    Routing routing = new Router(Settings.defaults()).route(seen);
    SortedMap<String, ProxyStatus> proxies = new TreeMap<>();
    routing
        .proxies()
        .forEach(share ->
            proxies.put(share.proxy().name(), ProxyStatus.found(share.proxy().id(), NOON)));
    history.findings(routing.findings(), List.of());
    history.passed(PassSnapshot.single(NOON, seen, routing, routing.findings()));
    history.changed(CHANGES);
    history.passEnded("event", Duration.ofMillis(3), "");
    status.updateAndGet(old -> old.seen(NOON, 1, routing.findings(), proxies, List.of()));
    return routing;
  }

  private void rollOut(Routing routing, RolloutReport.Result result, String problem) {
    for (ProxyRouting share : routing.proxies()) {
      history.reported(report(share, result, problem));
    }
  }

  private static RolloutReport report(
      ProxyRouting share, RolloutReport.Result result, String problem) {
    return new RolloutReport(
        share.proxy().name(),
        share.proxy().id(),
        "0123456789ab",
        "events {}\n",
        share.table(),
        result,
        Duration.ofMillis(81),
        problem);
  }

  @Test
  void everyPathIsDescribedAndNoOtherIs() throws Exception {
    Set<String> described = new TreeSet<>();
    description().path("paths").fieldNames().forEachRemaining(described::add);
    Set<String> served = new TreeSet<>(server.apiPaths());
    served.addAll(Set.of("/healthz", "/readyz"));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void answersAreAsDescribedBeforeTheEngineWasSeen() throws Exception {
    everyAnswerIsAsDescribed("none", 404);
    assertThat(get("/api/v1/containers").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "several-hosts",
        "context-roots",
        "health",
        "labels-unknown",
        "address-by-proxy",
        "server-shares",
        "swarm-lost-node",
        "engine-classic-swarm-recorded",
        "injection",
        "tls-at-the-proxy",
        "containers-not-running",
        "proxies-of-other-kinds"
      })
  void answersAreAsDescribed(String name) throws Exception {
    Routing routing = look(name);
    String proxy = routing.proxies().getFirst().proxy().name();
    everyAnswerIsAsDescribed(proxy, 200);
    rollOut(routing, RolloutReport.Result.REFUSED, "it refused the new configuration: \"no\"");
    everyAnswerIsAsDescribed(proxy, 200);
    rollOut(routing, RolloutReport.Result.APPLIED, "");
    history.event("shop", "container start");
    history.engine("event stream", "lost");
    everyAnswerIsAsDescribed(proxy, 200);
  }

  private void everyAnswerIsAsDescribed(String proxy, int config) throws Exception {
    JsonNode paths = description().path("paths");
    for (String path : server.apiPaths()) {
      if (path.endsWith("/stream")) {
        continue; // Does not end; ChangeStreamTest reads it.
      }
      HttpResponse<String> answer = get(path.replace("{name}", proxy));
      if (path.endsWith("/config")) {
        assertThat(answer.statusCode()).as(path).isEqualTo(config);
      }
      JsonNode described =
          paths.path(path).path("get").path("responses").path("" + answer.statusCode());
      JsonNode schema = described.path("content").path("application/json").path("schema");
      assertThat(schema.isObject()).as("%s: %d is described", path, answer.statusCode()).isTrue();
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(problems(schema, answer.body())).as(path + answer.body()).isEmpty();
    }
  }

  /// A validator that lets everything pass would prove nothing.
  @Test
  void anAnswerThatIsNotAsDescribedIsFound() throws Exception {
    JsonNode schema = MAPPER.readTree("{\"$ref\": \"#/components/schemas/Events\"}");
    assertThat(problems(schema, "{\"id\": \"x-1\", \"entries\": []}")).isEmpty();
    assertThat(problems(schema, "{\"id\": 1, \"entries\": []}")).isNotEmpty();
    assertThat(problems(schema, "{\"entries\": []}")).isNotEmpty();
    assertThat(problems(schema, "{\"id\": \"\", \"entries\": [], \"more\": 1}")).isNotEmpty();
  }

  static Set<ValidationMessage> problems(JsonNode schema, String body) throws Exception {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", description().path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(MAPPER.readTree(body));
  }

  static JsonNode description() throws Exception {
    try (var file = Api.class.getResourceAsStream("openapi.json")) {
      return MAPPER.readTree(file);
    }
  }

  @Test
  void saysWhichProxiesRunAContainerSinceWhen() throws Exception {
    Routing routing = look("several-hosts");
    JsonNode planned = container("shop");
    assertThat(planned.path("standing").asText()).isEqualTo("waiting");
    assertThat(planned.path("reason").asText()).contains("being updated");

    rollOut(routing, RolloutReport.Result.APPLIED, "");
    JsonNode routed = container("shop");
    assertThat(routed.path("standing").asText()).isEqualTo("routed");
    JsonNode proxy = routed.path("routes").path(0).path("proxies").path(0);
    assertThat(proxy.path("running").asBoolean()).isTrue();
    assertThat(proxy.path("since").asText()).isEqualTo("2026-06-01T12:00:00Z");

    rollOut(routing, RolloutReport.Result.FAILED, "no space left on device");
    assertThat(container("shop").path("standing").asText()).isEqualTo("routed");
    JsonNode proxies = json("/api/v1/proxies").path("proxies").path(0);
    assertThat(proxies.path("lastRollout").path("result").asText()).isEqualTo("failed");
  }

  /// One that never took a configuration is to serve a host, and does not.
  @Test
  void aHostNamesTheProxiesThatAreKnownToServeIt() throws Exception {
    Routing routing = look("proxies-of-other-kinds");
    assertThat(proxiesOfFirstHost()).isEmpty();
    for (ProxyRouting share : routing.proxies()) {
      boolean edge = share.proxy().name().equals("edge");
      history.reported(
          report(
              share,
              edge ? RolloutReport.Result.APPLIED : RolloutReport.Result.FAILED,
              edge ? "" : "the configuration file cannot be replaced"));
    }
    assertThat(proxiesOfFirstHost()).containsExactly("edge");
    assertThat(container("shop").path("routes").path(0).path("proxies")).hasSize(2);
  }

  @Test
  void namesTheRemedyOfProxiesThatDoNotRun() throws Exception {
    look("no-proxy");
    assertThat(container("shop").path("advice").asText())
        .startsWith("start a proxy with its label");

    List<Container> paused =
        Stream.of("edge", "edge-2")
            .map(name -> ContainerBuilder.named(name).state(State.PAUSED).build())
            .toList();
    status.updateAndGet(old -> old.seen(NOON, 0, List.of(), new TreeMap<>(), paused));
    JsonNode shop = container("shop");
    assertThat(shop.path("reason").asText())
        .isEqualTo(
            "no proxy is running: edge is paused at 2026-06-01T12:00:00Z; edge-2 is paused at"
                + " 2026-06-01T12:00:00Z");
    assertThat(shop.path("advice").asText())
        .isEqualTo("docker unpause edge; docker unpause edge-2");
  }

  private List<String> proxiesOfFirstHost() throws Exception {
    List<String> names = new ArrayList<>();
    json("/api/v1/routes")
        .path("hosts")
        .path(0)
        .path("proxies")
        .forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  void saysThatAProxyDoesNotTakeIt() throws Exception {
    rollOut(look("several-hosts"), RolloutReport.Result.FAILED, "no space left on device");
    JsonNode shop = container("shop");
    assertThat(shop.path("standing").asText()).isEqualTo("not_routed");
    assertThat(shop.path("reason").asText())
        .startsWith("proxy `edge` does not run it")
        .endsWith("no space left on device");
  }

  /// Lists of an engine do not say since when: what counts is when it was seen first.
  @Test
  void saysForHowLongAHealthCheckHasBeenStarting() throws Exception {
    Observation seen = observation("health");
    Routing routing = new Router(Settings.defaults()).route(seen);
    for (int ago : new int[] {72, 60, 0}) {
      Instant at = NOON.minusSeconds(ago);
      history.passed(PassSnapshot.single(at, seen, routing, routing.findings()));
      status.updateAndGet(old -> old.seen(at, 1, routing.findings(), new TreeMap<>(), List.of()));
    }
    JsonNode starting = container("shop-3");
    assertThat(starting.path("standing").asText()).isEqualTo("waiting");
    assertThat(starting.path("reason").asText()).endsWith("; observed for 1 min 12 s");
  }

  /// The finding is about one container of the host; the others are not served either.
  @Test
  void saysOfEachContainerThatItsHostIsRefused() throws Exception {
    Routing routing = look("several-servers");
    ProxyRouting share = routing.proxies().getFirst();
    var servers = share.table().hosts().getFirst().locations().getFirst().upstream().servers();
    Finding refused =
        new Finding(
            Finding.Code.QUARANTINED,
            servers.getFirst().containerId(),
            servers.getFirst().container(),
            "interlock.ssl_cert",
            "proxy `edge` refuses `app.example.com`: no such file",
            "it is tried again");
    status.updateAndGet(old -> old.seen(NOON, 1, List.of(refused), old.proxies(), List.of()));
    history.reported(
        new RolloutReport(
            share.proxy().name(),
            share.proxy().id(),
            "0123456789ab",
            "",
            new RoutingTable(List.of()),
            RolloutReport.Result.APPLIED,
            Duration.ZERO,
            ""));
    for (var server : servers) {
      JsonNode one = container(server.container());
      assertThat(one.path("standing").asText()).isEqualTo("not_routed");
      assertThat(one.path("reason").asText()).contains("refuses `app.example.com`");
    }
  }

  @Test
  void aPassSaysWhatItChangedAndTheNextOneDoesNotSayItAgain() throws Exception {
    look("several-hosts");
    history.passEnded("event", Duration.ofMillis(3), "");
    JsonNode entries = json("/api/v1/events").path("entries");
    JsonNode pass = entries.path(entries.size() - 2).path("changes");
    assertThat(pass.at("/hosts/0/change").asText()).isEqualTo("changed");
    assertThat(pass.at("/hosts/0/added/names/0").asText()).isEqualTo("app-2");
    assertThat(pass.at("/proxies/0").asText()).isEqualTo("edge");
    assertThat(entries.path(entries.size() - 1).at("/changes/hosts")).isEmpty();
  }

  @Test
  void keepsTheLastThousandEntries() throws Exception {
    for (int i = 0; i < EventHistory.KEPT + 10; i++) {
      history.event("shop-" + i, "container start");
    }
    JsonNode entries = json("/api/v1/events").path("entries");
    assertThat(entries).hasSize(EventHistory.KEPT);
    assertThat(entries.path(0).path("subject").asText()).isEqualTo("shop-10");
  }

  @Test
  void theStateHasTheVersion() throws Exception {
    assertThat(json("/api/v1/state").path("version").asText()).isEqualTo("1.0");
  }

  @Test
  void aPassThatChangesNothingChangesNoRevision() throws Exception {
    rollOut(look("several-hosts"), RolloutReport.Result.APPLIED, "");
    JsonNode before = json("/api/v1/state").path("revisions");
    Routing again = new Router(Settings.defaults()).route(observation("several-hosts"));
    history.passed(
        PassSnapshot.single(
            NOON.plusSeconds(60), observation("several-hosts"), again, again.findings()));
    history.passEnded("event", Duration.ofMillis(1), "");
    history.passEnded("", Duration.ofMillis(1), "");
    assertThat(json("/api/v1/state").path("revisions")).isEqualTo(before);
    List<String> outcomes = new ArrayList<>();
    json("/api/v1/events")
        .path("entries")
        .forEach(
            entry -> outcomes.add(entry.path("kind").asText() + entry.path("outcome").asText()));
    assertThat(outcomes).endsWith("passchanged", "rolloutapplied", "passunchanged");

    look("health");
    assertThat(json("/api/v1/state").path("revisions").path("routes").asLong())
        .isGreaterThan(before.path("routes").asLong());
  }

  /// An engine that is away for a night must not drive out what happened before.
  @Test
  void whatFailsAgainAndAgainIsOneEntry() throws Exception {
    Routing routing = look("several-hosts");
    int before = json("/api/v1/events").path("entries").size();
    for (int i = 0; i < 5; i++) {
      history.passEnded("", Duration.ofMillis(1), "no socket");
      rollOut(routing, RolloutReport.Result.FAILED, "no space left on device");
    }
    assertThat(json("/api/v1/events").path("entries")).hasSize(before + 2);
    rollOut(routing, RolloutReport.Result.APPLIED, "");
    rollOut(routing, RolloutReport.Result.APPLIED, "");
    history.passEnded("", Duration.ofMillis(1), "another");
    assertThat(json("/api/v1/events").path("entries")).hasSize(before + 5);
  }

  @Test
  void showsAConfigurationAsLastVerified() throws Exception {
    Routing routing = look("several-hosts");
    String proxy = routing.proxies().getFirst().proxy().name();
    JsonNode none = json("/api/v1/proxies/" + proxy + "/config");
    assertThat(none.path("verified").asBoolean()).isFalse();
    rollOut(routing, RolloutReport.Result.APPLIED, "");
    JsonNode config = json("/api/v1/proxies/" + proxy + "/config");
    assertThat(config.path("text").asText()).isEqualTo("events {}\n");
    assertThat(config.path("verified").asBoolean()).isTrue();
  }

  @Test
  void whatIsLongComesAsGzipToWhoAcceptsIt() throws Exception {
    rollOut(look("several-hosts"), RolloutReport.Result.APPLIED, "");
    for (String path : List.of("/api/v1/routes", "/api/v1/containers")) {
      HttpResponse<byte[]> packed = get(path, "br;q=1.0, GZIP ;q=0.8");
      assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(packed.headers().firstValue("Vary")).contains("Accept-Encoding");
      byte[] text = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
      for (String accepted : List.of("identity", "gzip;q=0", "gzip;q=0.0", "xgzip")) {
        HttpResponse<byte[]> plain = get(path, accepted);
        assertThat(plain.headers().firstValue("Content-Encoding")).as(accepted).isEmpty();
        assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(plain.body()).as(accepted).isEqualTo(text);
      }
    }
  }

  private HttpResponse<byte[]> get(String path, String acceptEncoding) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).header("Accept-Encoding", acceptEncoding).build(),
        BodyHandlers.ofByteArray());
  }

  /// Twenty dashboards that a change sets off must not cost twenty times as much.
  @Test
  void isMadeOnceForAllWhoAskWhileItIsTheSame() throws Exception {
    Routing routing = look("several-hosts");
    AnswerCache shared = new AnswerCache();
    AtomicInteger made = new AtomicInteger();
    Function<Instant, HttpAnswer> ask =
        at ->
            shared.of(
                "routes",
                new ApiView(Objects.requireNonNull(status.get()), history.snapshot(), at),
                view -> {
                  made.incrementAndGet();
                  return Json.answer(200, view.routes().orElseThrow());
                });
    HttpAnswer first = ask.apply(NOON);
    assertThat(ask.apply(NOON.plusMillis(999))).isSameAs(first);
    assertThat(ask.apply(NOON.plusSeconds(1))).isNotSameAs(first);
    assertThat(made).as("since when is in seconds").hasValue(2);

    rollOut(routing, RolloutReport.Result.APPLIED, "");
    HttpAnswer rolledOut = ask.apply(NOON.plusSeconds(1));
    assertThat(made).hasValue(3);
    assertThat(rolledOut.body()).isNotEqualTo(first.body());

    status.updateAndGet(old -> old.seen(NOON, 1, List.of(), old.proxies(), List.of()));
    look("health");
    assertThat(ask.apply(NOON.plusSeconds(1)).body()).isNotEqualTo(rolledOut.body());
    assertThat(made).hasValue(4);
  }

  private static Observation observation(String name) throws Exception {
    return Snapshot.read(name, Files.readString(CASES.resolve(name).resolve("snapshot.json")))
        .observation();
  }

  private JsonNode container(String name) throws Exception {
    for (JsonNode each : json("/api/v1/containers").path("containers")) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no container " + name);
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
