package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Settings;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.FindingCap;
import io.sallyport.labels.Label;
import io.sallyport.model.VirtualHost;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Listed;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// However many labels one container has: little is said about them, and others do not wait.
class ManyLabelsTest {
  private static final int MANY = 20_000;

  /// For a change of a neighbour, which takes some 10 ms; on a machine on which everything takes
  /// long.
  private static final Duration SOON = Duration.ofSeconds(2);

  @ParameterizedTest
  @CsvSource({
    "interlock.x%d, y, 19990 more labels of the container are unknown",
    "interlock.ssl_only.%d, true, 19989 more labels of the container are unknown",
    "interlock.websocket_endpoint.%d, /e%d, 'the container has 20000 of them, and the first 100'",
    "interlock.alias_domain.%d, a%d.example, 'the container has 20000 of them, and the first 500'",
    "interlock.alias_domain.%d, no name!, there are 471 more findings about the container",
    "interlock.backend_option.%d, keepalive %d, 'the container has 20000 of them, and the first 20'"
  })
  void costLittle(String key, String value, String said) {
    List<Container> containers = new ArrayList<>(neighbours());
    ContainerBuilder many = app("many", "172.20.1.1");
    IntStream.range(0, MANY).forEach(i -> many.label(key.formatted(i), value.formatted(i)));
    containers.add(many.build());
    Observation seen = seen(containers);
    Router router = new Router(Settings.defaults());

    long begun = System.nanoTime();
    Routing routing = router.route(seen);
    Duration first = Duration.ofNanos(System.nanoTime() - begun);
    Container changed = ContainerBuilder.like(containers.getFirst()).exposing(81).build();
    Observation next = seen.with(Set.of(changed.id()), new Listed<>(List.of(changed), List.of()));
    begun = System.nanoTime();
    router.route(next);
    Duration then = Duration.ofNanos(System.nanoTime() - begun);

    System.out.printf("MANY %s: first %d ms, then %d ms%n", key, first.toMillis(), then.toMillis());
    List<Finding> own =
        routing.findings().stream().filter(each -> each.container().equals("many")).toList();
    assertThat(own).hasSizeBetween(1, FindingCap.MOST + 1);
    assertThat(own.toString()).contains(said).hasSizeLessThan(20_000);
    assertThat(routing.proxies().getFirst().table().hosts())
        .extracting(VirtualHost::name)
        .contains("n0.example", "n49.example");
    assertThat(then).isLessThan(SOON);
  }

  /// Interlock took several names in one label.
  @Test
  void countWhatIsWrittenInOneLabelToo() {
    ContainerBuilder many = app("many", "172.20.1.1");
    for (int i = 0; i < 400; i++) {
      StringBuilder names = new StringBuilder();
      for (int j = 0; j < 40; j++) {
        names.append("a%d-%d.example ".formatted(i, j));
      }
      many.label("interlock.alias_domain." + i, names.toString());
    }
    List<Container> containers = new ArrayList<>(neighbours());
    containers.add(many.build());

    Routing routing = new Router(Settings.defaults()).route(seen(containers));

    assertThat(routing.proxies().getFirst().table().hosts())
        .filteredOn(host -> host.name().equals("many.example"))
        .singleElement()
        .satisfies(host -> assertThat(host.aliases()).hasSize(Label.ALIAS_DOMAIN.most()));
    assertThat(routing.findings()).hasSizeLessThanOrEqualTo(FindingCap.MOST + 1);
  }

  /// What keeps it from being served is said, whatever else there is.
  @Test
  void doNotHideWhatIsGrave() {
    ContainerBuilder many = app("many", "172.20.1.1").label("interlock.port", "none");
    IntStream.range(0, 400).forEach(i -> many.label("interlock.alias_domain." + i, "!"));

    List<Finding> findings =
        new Router(Settings.defaults()).route(seen(List.of(many.build()))).findings();

    assertThat(findings).hasSize(FindingCap.MOST + 1);
    assertThat(findings).filteredOn(each -> each.code() == Code.BAD_VALUE).hasSize(1);
    assertThat(findings)
        .filteredOn(each -> each.code() == Code.MORE)
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("there are 371 more findings about the container");
  }

  private static List<Container> neighbours() {
    List<Container> containers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      containers.add(
          ContainerBuilder.named("n" + i)
              .label("interlock.hostname", "n" + i + ".example")
              .exposing(80)
              .on("web", "172.20.0." + (i + 3))
              .build());
    }
    containers.add(
        ContainerBuilder.named("edge")
            .label("interlock.ext.name", "nginx")
            .on("web", "172.20.0.2")
            .build());
    return containers;
  }

  private static ContainerBuilder app(String name, String address) {
    return ContainerBuilder.named(name)
        .label("interlock.hostname", name + ".example")
        .exposing(80)
        .on("web", address);
  }

  private static Observation seen(List<Container> containers) {
    return new Observation(
        new EngineIdentity("20.10.24", "1.41"), Nodes.NONE, containers, List.of());
  }
}
