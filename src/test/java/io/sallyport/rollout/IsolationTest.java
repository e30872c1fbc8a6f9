package io.sallyport.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.proxy.nginx.NginxDriver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Isolation against a proxy that refuses what the test says, one reason at a time, as Nginx does.
class IsolationTest {
  private final Renderer renderer = new NginxDriver().renderer(ProxySettings.defaults());
  private final Quarantine quarantine = new Quarantine();
  private final ScriptedProxy proxy = new ScriptedProxy();

  @Test
  void aMissingCertificateCostsItsHostAlone() {
    proxy.missing.add("/certs/gone.pem");
    apply(table(host("a"), secured("b", "/certs/gone.pem"), host("c")));

    assertThat(proxy.running()).containsExactly("a", "c");
    assertThat(quarantine.held())
        .extracting(held -> held.refused().key(), Quarantine.Held::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", "cannot read \"/certs/gone.pem\""));
    assertThat(proxy.asked).isLessThanOrEqualTo(4);
  }

  @Test
  void aMissingDirectoryOfCertificatesCostsTheirHostsAtOnce() {
    List<VirtualHost> hosts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String file = "/certs/%03d.pem".formatted(i);
      proxy.missing.add(file);
      hosts.add(secured("s%03d".formatted(i), file));
    }
    hosts.add(host("z"));
    apply(new RoutingTable(hosts));

    assertThat(proxy.running()).containsExactly("z");
    assertThat(proxy.asked).isLessThanOrEqualTo(4);
  }

  @Test
  void whatAProxyQuotesIsTraced() {
    proxy.refuses = of("b", "[emerg] duplicate upstream \"b\" in /etc/nginx/nginx.conf:70");
    apply(table(host("a"), host("b"), host("c")));

    assertThat(proxy.running()).containsExactly("a", "c");
    assertThat(proxy.asked).isLessThanOrEqualTo(4);
  }

  @Test
  void theLineThatItNamesIsTraced() {
    RoutingTable table = table(host("a"), host("b"), host("c"));
    long line =
        proxy.text(table).lines().takeWhile(text -> !text.contains("server_name b")).count() + 5;
    proxy.refuses = of("b", "[emerg] unexpected \"}\" in /etc/nginx/nginx.conf:" + line);
    apply(table);

    assertThat(proxy.running()).containsExactly("a", "c");
    assertThat(proxy.asked).isLessThanOrEqualTo(4);
  }

  @Test
  void whatSaysNothingIsFoundByHalving() {
    List<VirtualHost> hosts = many(1000);
    proxy.refuses = of("h0617", "it does not like this");
    apply(new RoutingTable(hosts));

    assertThat(proxy.running()).hasSize(999).doesNotContain("h0617");
    assertThat(proxy.asked).isLessThanOrEqualTo(30);
  }

  @Test
  void aWrongTraceIsNotHeldAgainstAnybody() {
    proxy.refuses = of("c", "[emerg] something about \"a\" in /etc/nginx/nginx.conf:1");
    apply(table(host("a"), host("b"), host("c"), host("d")));

    assertThat(proxy.running()).containsExactly("a", "b", "d");
  }

  @Test
  void whoSharesWhatIsQuotedIsNotGuiltyForIt() {
    Function<VirtualHost, Optional<String>> mismatch =
        host ->
            host.tls().filter(tls -> !tls.certificate().equals(tls.key())).isPresent()
                ? Optional.of("[emerg] key \"/certs/shared.pem\" does not fit")
                : Optional.empty();
    proxy.refuses = mismatch;
    apply(
        table(
            secured("a", "/certs/shared.pem"),
            host("b", Optional.of(new Tls("/certs/b.pem", "/certs/shared.pem")), "10.0.0.1:80"),
            secured("c", "/certs/shared.pem"),
            host("d")));

    assertThat(proxy.running()).containsExactly("a", "c", "d");
  }

  @Test
  void severalAreFoundOneAfterTheOther() {
    proxy.refuses =
        host ->
            Set.of("h001", "h004", "h007", "h011").contains(host.name())
                ? Optional.of("[emerg] bad \"" + host.name() + "\" in nginx.conf:9")
                : Optional.empty();
    apply(new RoutingTable(many(20)));

    assertThat(proxy.running()).hasSize(16).doesNotContain("h001", "h004", "h007", "h011");
  }

  @Test
  void halvingEndsAndLeavesWhatWasAcceptedBefore() {
    List<VirtualHost> old = many(200);
    apply(new RoutingTable(old));
    assertThat(proxy.running()).hasSize(200);

    proxy.asked = 0;
    proxy.refuses = host -> host.name().startsWith("x") ? Optional.of("no") : Optional.empty();
    List<VirtualHost> hosts = new ArrayList<>(old);
    IntStream.range(0, 200).forEach(i -> hosts.add(host("x%03d".formatted(i))));
    Isolation isolation = apply(new RoutingTable(hosts));

    assertThat(proxy.running()).hasSize(200).noneMatch(name -> name.startsWith("x"));
    assertThat(proxy.asked).isLessThanOrEqualTo(Isolation.ASKED + 3);
    assertThat(isolation.finished()).isFalse();

    quarantine.releaseDoubtful();
    assertThat(quarantine.held()).isNotEmpty().hasSizeLessThan(200);
  }

  @Test
  void aRefusedChangeLeavesTheHostAsItWasWithItsServersOfNow() {
    apply(table(host("a"), secured("b", "/certs/old.pem", "10.0.0.1:80")));
    proxy.missing.add("/certs/new.pem");

    apply(table(host("a"), secured("b", "/certs/new.pem", "10.0.0.2:80")));

    VirtualHost kept = proxy.running.getLast();
    assertThat(kept.tls().orElseThrow().certificate()).isEqualTo("/certs/old.pem");
    assertThat(kept.locations().getFirst().upstream().servers())
        .extracting(Server::address)
        .containsExactly("10.0.0.2:80");
  }

  @Test
  void whatDoesNotLoadEvenAsItWasIsLeftOut() {
    apply(table(host("a"), secured("b", "/certs/old.pem")));
    proxy.missing.add("/certs/old.pem");
    proxy.missing.add("/certs/new.pem");

    apply(table(host("a"), secured("b", "/certs/new.pem")));

    assertThat(proxy.running()).containsExactly("a");
  }

  @Test
  void whatWasRefusedIsNotTriedAgainBeforeItChanges() {
    proxy.missing.add("/certs/gone.pem");
    apply(table(host("a"), secured("b", "/certs/gone.pem")));
    proxy.asked = 0;

    apply(table(host("a"), secured("b", "/certs/gone.pem"), host("c")));
    assertThat(proxy.running()).containsExactly("a", "c");
    assertThat(proxy.asked).isOne();

    apply(table(host("a"), secured("b", "/certs/there.pem"), host("c")));
    assertThat(proxy.running()).containsExactly("a", "b", "c");
    assertThat(quarantine.held()).isEmpty();
  }

  @Test
  void whereNoHostIsToBlameNothingIsHeld() {
    proxy.refusesAll = Optional.of("[emerg] unknown directive \"nonsense\" in nginx.conf:3");
    Isolation isolation = new Isolation(proxy, quarantine, table(host("a"), host("b")));
    RolloutResult result = isolation.run(new Refused("[emerg] unknown directive"));

    assertThat(result).isEqualTo(new Refused("[emerg] unknown directive"));
    assertThat(quarantine.held()).isEmpty();
  }

  @Test
  void whatNoHostGetsThroughIsNotTheirFault() {
    proxy.refuses = _ -> Optional.of("[emerg] unknown directive \"nonsense\" in nginx.conf:75");
    for (int hosts : List.of(1, 2, 20)) {
      Isolation isolation = new Isolation(proxy, quarantine, new RoutingTable(many(hosts)));
      Refused first = new Refused("[emerg] unknown directive \"nonsense\" in nginx.conf:75");

      assertThat(isolation.run(first)).isEqualTo(first);
      assertThat(quarantine.held()).isEmpty();
      assertThat(proxy.running).isEmpty();
    }
  }

  @Test
  void aStrangersRootIsLeftOutAlone() {
    proxy.missing.add("/nosuch.pem");
    apply(table(host("a"), shared("vic", "/certs/old.pem", "/evil", "/nosuch.pem"), host("c")));
    assertThat(proxy.roots()).containsExactly("a/", "c/", "vic/");
    assertThat(quarantine.held())
        .extracting(held -> held.refused().key())
        .containsExactly("vic/evil");

    apply(table(host("a"), shared("vic", "/certs/new.pem", "/evil", "/nosuch.pem"), host("c")));
    assertThat(proxy.certificate("vic")).contains("/certs/new.pem");
    assertThat(proxy.roots()).containsExactly("a/", "c/", "vic/");
  }

  @Test
  void whatAProxySaysOfAStrangersRootIsHeldAgainstItAlone() {
    proxy.refuses =
        host ->
            host.locations().stream().anyMatch(each -> each.root().equals("/evil"))
                ? Optional.of("[emerg] no PEM in \"/etc/passwd\" in /etc/nginx/nginx.conf:70")
                : Optional.empty();
    apply(table(host("a"), shared("vic", "/certs/old.pem", "/evil", "/etc/passwd")));
    assertThat(proxy.roots()).containsExactly("a/", "vic/");

    quarantine.forget();
    proxy.refuses = proxy.refuses.andThen(reason -> reason.map(_ -> "it does not like this"));
    apply(table(host("a"), shared("vic", "/certs/old.pem", "/evil", "/etc/passwd"), host("z")));
    assertThat(proxy.roots()).containsExactly("a/", "vic/", "z/");
  }

  @Test
  void aStrangersRootGoesOnWhereTheOwnersChangeIsRefused() {
    apply(table(host("a"), shared("vic", "/certs/old.pem", "/blog", "/ca.pem")));
    proxy.missing.add("/certs/gone.pem");

    apply(table(host("a"), shared("vic", "/certs/gone.pem", "/blog", "/ca.pem")));

    assertThat(proxy.certificate("vic")).contains("/certs/old.pem");
    assertThat(proxy.roots()).containsExactly("a/", "vic/", "vic/blog");
  }

  @Test
  void strangersRootsAreNotBlamedForATemplateThatNoHostGetsThrough() {
    proxy.refuses = _ -> Optional.of("[emerg] unknown directive \"nonsense\" in nginx.conf:75");
    RoutingTable table = table(shared("vic", "/certs/old.pem", "/blog", "/ca.pem"));
    Refused first = new Refused("[emerg] unknown directive \"nonsense\" in nginx.conf:75");

    assertThat(new Isolation(proxy, quarantine, table).run(first)).isEqualTo(first);
    assertThat(proxy.running).isEmpty();
  }

  /// What stays as it was accepted is not dropped because of somebody else's file.
  @Test
  void aFormerOutlivesTheNextSearch() {
    apply(table(host("a"), secured("b", "/certs/old.pem")));
    proxy.missing.add("/certs/gone.pem");
    apply(table(host("a"), secured("b", "/certs/gone.pem")));
    assertThat(proxy.certificate("b")).contains("/certs/old.pem");

    proxy.missing.add("/nosuch.pem");
    apply(table(host("a"), secured("b", "/certs/gone.pem"), secured("evil", "/nosuch.pem")));
    assertThat(proxy.certificate("b")).contains("/certs/old.pem");
    assertThat(proxy.running()).containsExactly("a", "b");

    proxy.refuses = of("evil2", "[emerg] bad \"evil2\" in nginx.conf:9");
    apply(table(host("a"), secured("b", "/certs/gone.pem"), host("evil2")));
    assertThat(proxy.certificate("b")).contains("/certs/old.pem");

    proxy.missing.add("/certs/old.pem");
    proxy.refuses = of("evil3", "it does not like this");
    apply(table(host("a"), secured("b", "/certs/gone.pem"), host("evil3")));
    assertThat(proxy.running()).containsExactly("a");
  }

  @Test
  void whatASearchHasLearntIsKeptForTheNext() {
    List<VirtualHost> hosts = many(200);
    proxy.refuses =
        host ->
            host.name().compareTo("h150") < 0
                ? Optional.of("[emerg] bad \"" + host.name() + "\" in nginx.conf:9")
                : Optional.empty();
    RoutingTable wanted = new RoutingTable(hosts);
    for (int round = 0; round < 4; round++) {
      attempt(wanted);
    }
    assertThat(proxy.running()).hasSize(50).allMatch(name -> name.compareTo("h150") >= 0);
  }

  @Test
  void whoWasHeldForASharedFileIsReleasedThoughGuessesRunOut() {
    List<VirtualHost> hosts = new ArrayList<>(many(80));
    hosts.add(secured("victim", "/certs/shared.pem"));
    hosts.add(host("a", Optional.of(new Tls("/certs/b.pem", "/certs/shared.pem")), "10.0.0.1:80"));
    hosts.sort(Comparator.comparing(VirtualHost::name));
    proxy.refuses =
        host ->
            host.tls().filter(tls -> !tls.certificate().equals(tls.key())).isPresent()
                ? Optional.of("[emerg] key \"/certs/shared.pem\" does not fit")
                : host.name().startsWith("h")
                    ? Optional.of("[emerg] bad \"" + host.name() + "\" in nginx.conf:9")
                    : Optional.empty();
    RoutingTable wanted = new RoutingTable(hosts);
    for (int round = 0; round < 3; round++) {
      attempt(wanted);
    }
    assertThat(proxy.running()).containsExactly("victim");
  }

  /// While the owner is away.
  @Test
  void oneStrangerCostsAnotherNothing() {
    VirtualHost shared = shared("vic", "/certs/old.pem", "/evil", "/nosuch.pem");
    Location blog = shared("vic", "/certs/old.pem", "/blog", "/ca.pem").locations().getLast();
    proxy.missing.add("/nosuch.pem");
    apply(table(shared.with(List.of(blog, shared.locations().getLast()))));
    assertThat(proxy.roots()).containsExactly("vic/blog");
  }

  /// As a lane does it, time after time.
  private void attempt(RoutingTable wanted) {
    quarantine.releaseDoubtful();
    if (proxy.apply(quarantine.sift(wanted)) instanceof Refused refused) {
      new Isolation(proxy, quarantine, wanted).run(refused);
    }
  }

  private Isolation apply(RoutingTable wanted) {
    Isolation isolation = new Isolation(proxy, quarantine, wanted);
    RolloutResult result = proxy.apply(quarantine.sift(wanted));
    if (result instanceof Refused refused) {
      result = isolation.run(refused);
    }
    assertThat(result.successful()).as("%s", result).isTrue();
    return isolation;
  }

  /// Refuses the first host that it does not like, and says why.
  private final class ScriptedProxy implements RefusingProxy {
    final Set<String> missing = new TreeSet<>();
    Function<VirtualHost, Optional<String>> refuses = _ -> Optional.empty();
    Optional<String> refusesAll = Optional.empty();
    List<VirtualHost> running = List.of();
    int asked;

    List<String> running() {
      return running.stream().map(VirtualHost::name).toList();
    }

    List<String> roots() {
      return running.stream()
          .flatMap(host -> host.locations().stream().map(each -> host.name() + each.root()))
          .toList();
    }

    Optional<String> certificate(String name) {
      return running.stream()
          .filter(host -> host.name().equals(name))
          .findFirst()
          .flatMap(VirtualHost::tls)
          .map(Tls::certificate);
    }

    @Override
    public RolloutResult apply(RoutingTable table) {
      Optional<String> refusal = refusal(table);
      if (refusal.isPresent()) {
        return new Refused(refusal.get());
      }
      running = table.hosts();
      quarantine.accepted(table);
      return new Unchanged();
    }

    @Override
    public Optional<String> refusal(RoutingTable table) {
      asked++;
      return refusesAll.or(
          () -> table.hosts().stream().flatMap(host -> reason(host).stream()).findFirst());
    }

    private Optional<String> reason(VirtualHost host) {
      return HostFiles.of(host)
          .filter(missing::contains)
          .findFirst()
          .map(file -> "[emerg] cannot load certificate \"" + file + "\": no such file")
          .or(() -> refuses.apply(host));
    }

    @Override
    public Map<String, String> unusable(Collection<String> files) {
      Map<String, String> unusable = new TreeMap<>();
      files.stream()
          .filter(missing::contains)
          .forEach(file -> unusable.put(file, "cannot read \"" + file + "\""));
      return unusable;
    }

    @Override
    public RefusalClues clues(String refusal) {
      return new NginxDriver().clues(refusal);
    }

    @Override
    public String text(RoutingTable table) {
      return renderer.render(table, new NginxDriver().baseline()).text();
    }
  }

  private static Function<VirtualHost, Optional<String>> of(String name, String message) {
    return host -> host.name().equals(name) ? Optional.of(message) : Optional.empty();
  }

  private static List<VirtualHost> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> host((count > 999 ? "h%04d" : "h%03d").formatted(i)))
        .toList();
  }

  private static RoutingTable table(VirtualHost... hosts) {
    return new RoutingTable(Arrays.asList(hosts));
  }

  private static VirtualHost host(String name) {
    return host(name, Optional.empty(), "10.0.0.1:80");
  }

  private static VirtualHost secured(String name, String certificate) {
    return secured(name, certificate, "10.0.0.1:80");
  }

  /// A host with a root that another group serves by TLS, verified by that CA.
  private static VirtualHost shared(String name, String certificate, String root, String ca) {
    VirtualHost host = secured(name, certificate);
    Location stranger =
        new Location(
            root,
            false,
            List.of(),
            new Upstream(
                name + root.replace('/', '+'),
                List.of(new Server("10.0.0.9:443", "id-stranger", "stranger"))),
            Optional.of(new BackendTls(Optional.empty(), Optional.of(ca), Optional.empty())),
            true);
    return host.with(List.of(host.locations().getFirst(), stranger));
  }

  private static VirtualHost secured(String name, String certificate, String address) {
    return host(name, Optional.of(new Tls(certificate, certificate)), address);
  }

  private static VirtualHost host(String name, Optional<Tls> tls, String address) {
    Upstream upstream = new Upstream(name, List.of(new Server(address, "id-" + name, name)));
    return new VirtualHost(
        name,
        List.of(),
        tls,
        false,
        Limits.COMMON,
        List.of(new Location("/", upstream, Optional.empty())),
        List.of());
  }
}
