package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.finding.Finding;
import io.sallyport.model.Balancing;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.ByteSize;
import io.sallyport.model.HashKey;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.Upstream.Share;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// No label text whatsoever throws, adds a directive, or touches another host.
///
/// A million sets of labels: `mvn test -Dtest=HostileLabelsTest -Dsallyport.hostile.sets=1000000
/// -Dsallyport.seed=7`; a failure names the seed of its own engine, to be given with
/// `-Dsallyport.hostile.sets=1`.
class HostileLabelsTest {
  private static final int SETS_PER_ENGINE = 10;
  private static final long SETS = Long.getLong("sallyport.hostile.sets", 100_000);
  private static final long SEED = Long.getLong("sallyport.seed", 1);

  static final ProxySettings EXTENSION =
      ProxySettings.defaults().with(Setting.SSL_CERT_PATH, "/etc/certs");
  private static final Router ROUTER =
      new Router(Settings.defaults().withProxies(List.of(EXTENSION)));
  private static final Renderer RENDERER = new NginxDriver().renderer(EXTENSION);

  @Test
  void doNoHarm() {
    Map<String, String> untouched = sections(render(HostileLabels.neighbours()));
    assertThat(untouched.keySet()).containsAll(HostileLabels.NEIGHBOURS);

    long engines = Math.max(1, SETS / SETS_PER_ENGINE);
    LongStream.range(SEED, SEED + engines)
        .parallel()
        .forEach(seed ->
            assertThatCode(() -> tryEngine(seed, untouched))
                .describedAs("seed " + seed)
                .doesNotThrowAnyException());
  }

  /// The configuration for an engine of a seed, for others to try.
  static String configuration(long seed, Capabilities can) {
    return RENDERER.render(table(seed), can).text();
  }

  /// The same for another kind of proxy.
  static String configuration(long seed, ProxyDriver driver, Capabilities can) {
    return driver.renderer(driver.completed(EXTENSION)).render(table(seed), can).text();
  }

  static RoutingTable table(long seed) {
    Observation seen = new HostileLabels(seed).with(SETS_PER_ENGINE);
    return ROUTER.route(seen).proxies().getFirst().table();
  }

  private static void tryEngine(long seed, Map<String, String> untouched) {
    Routing routing = ROUTER.route(new HostileLabels(seed).with(SETS_PER_ENGINE));
    RoutingTable table = routing.proxies().getFirst().table();
    String text = RENDERER.render(table, new NginxDriver().baseline()).text();

    List<Directive> directives = Directive.parse(text);
    List<Directive> fromHarmless =
        Directive.parse(RENDERER.render(harmless(table), new NginxDriver().baseline()).text());
    assertThat(shape(directives)).isEqualTo(shape(fromHarmless));
    assertThat(
            sections(RENDERER.render(withoutStrangers(table), new NginxDriver().baseline()).text()))
        .containsAllEntriesOf(untouched);
    assertThat(routing.findings().stream().map(Finding::toString))
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
  }

  /// The neighbours as they would be without the servers that hostile containers add to them, and
  /// without the context roots that are theirs alone.
  private static RoutingTable withoutStrangers(RoutingTable table) {
    return new RoutingTable(
        table.hosts().stream()
            .map(host ->
                HostileLabels.NEIGHBOURS.contains(host.name()) ? withoutStrangers(host) : host)
            .toList());
  }

  private static VirtualHost withoutStrangers(VirtualHost host) {
    return new VirtualHost(
        host.name(),
        host.aliases(),
        host.tls(),
        host.redirectToTls(),
        host.limits(),
        host.locations().stream()
            .filter(location ->
                location.upstream().servers().stream().anyMatch(HostileLabelsTest::isNeighbour))
            .map(HostileLabelsTest::withoutStrangers)
            .toList(),
        host.refusals());
  }

  private static Location withoutStrangers(Location location) {
    return location.with(
        location.upstream().servers().stream().filter(HostileLabelsTest::isNeighbour).toList());
  }

  private static boolean isNeighbour(Server server) {
    return HostileLabels.isNeighbour(server.containerId());
  }

  private static String render(Observation seen) {
    return RENDERER
        .render(ROUTER.route(seen).proxies().getFirst().table(), new NginxDriver().baseline())
        .text();
  }

  /// The text of each host by its name, behind what all have in common. A host begins with a
  /// comment that is its name.
  private static Map<String, String> sections(String text) {
    Map<String, String> sections = new TreeMap<>();
    String hosts = text.substring(text.indexOf("\n\n  # Names that nobody serves"));
    String[] parts = hosts.substring(1).split("\n\n  # ", -1);
    for (int i = 1; i < parts.length; i++) {
      String end = i == parts.length - 1 ? "\n}\n" : "";
      String[] nameAndRest = parts[i].split("\n", 2);
      sections.put(nameAndRest[0], nameAndRest[1].substring(0, nameAndRest[1].lastIndexOf(end)));
    }
    return sections;
  }

  /// Names, numbers of arguments and blocks: all but the arguments themselves.
  private static String shape(List<Directive> directives) {
    return directives.stream()
        .map(each -> each.name() + "/" + each.words().size() + "{" + shape(each.block()) + "}")
        .collect(Collectors.joining("\n"));
  }

  /// The same table with values that nobody could object to.
  static RoutingTable harmless(RoutingTable table) {
    return table.with(table.hosts().stream().map(HostileLabelsTest::harmless).toList());
  }

  private static VirtualHost harmless(VirtualHost host) {
    return new VirtualHost(
        harmless(host.name(), "harmless.example"),
        host.aliases().stream().map(alias -> harmless(alias, "alias.example")).toList(),
        host.tls()
            .map(tls ->
                new Tls(
                    "/cert.pem",
                    "/key.pem",
                    tls.clientAuthentication()
                        .map(any -> new ClientAuthentication("/ca.pem", any.required())))),
        host.redirectToTls(),
        new Limits(
            host.limits().bodySize().map(any -> ByteSize.mib(1)),
            host.limits().readTimeout().map(any -> Duration.ofSeconds(1))),
        host.locations().stream().map(HostileLabelsTest::harmless).toList(),
        host.refusals().stream().map(HostileLabelsTest::harmless).toList());
  }

  private static String harmless(String name, String instead) {
    return name.startsWith("*.") ? "*." + instead : instead;
  }

  private static Refusal harmless(Refusal refusal) {
    return new Refusal(refusal.path().equals("/") ? "/" : "/harmless", 503);
  }

  private static Location harmless(Location location) {
    String root = location.root().equals("/") ? "/" : "/harmless";
    List<String> websockets =
        location.websockets().stream().map(path -> harmless(path, location, root)).toList();
    List<Server> servers =
        location.upstream().servers().stream()
            .map(any -> new Server("192.0.2.1:80", "id", "name", harmless(any.share())))
            .toList();
    return new Location(
        root,
        location.stripped(),
        websockets,
        new Upstream("harmless.example", servers, harmless(location.upstream().balancing())),
        location
            .backendTls()
            .map(tls ->
                new BackendTls(
                    Optional.of("harmless.example"),
                    tls.ca().map(any -> "/ca.pem"),
                    tls.client()
                        .map(client ->
                            new ClientCertificate(
                                "/cert.pem",
                                "/key.pem",
                                client.passwordFile().map(any -> "/pass"))))));
  }

  /// An endpoint that lies below its context root stays there: the root is taken off it too.
  private static String harmless(String endpoint, Location location, String root) {
    if (endpoint.equals(location.root())) {
      return root;
    }
    boolean inside = !root.equals("/") && endpoint.startsWith(location.prefix());
    return endpoint.equals("/") ? "/" : (inside ? root : "") + "/socket";
  }

  private static Share harmless(Share share) {
    return new Share(
        share.weight().map(any -> 2),
        share.maxFails().map(any -> 2),
        share.failTimeout().map(any -> Duration.ofSeconds(2)),
        share.maxConns().map(any -> 2),
        share.backup());
  }

  private static Balancing harmless(Balancing balancing) {
    return new Balancing(
        balancing.method() instanceof Hash(HashKey _, boolean consistent)
            ? new Hash(new HashKey.HostName(), consistent)
            : balancing.method(),
        balancing.keepalive().map(any -> 2),
        balancing.keepaliveRequests().map(any -> 2),
        balancing.keepaliveTime().map(any -> Duration.ofSeconds(2)),
        balancing.keepaliveTimeout().map(any -> Duration.ofSeconds(2)),
        balancing.sharedState().map(any -> ByteSize.kib(64)));
  }
}
