package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Remembered;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.RoutingInput;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Network;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is recalled from earlier passes makes no difference to a single byte: a router and
/// renderers that have seen a fleet change come to what new ones come to.
class RecallTest {
  private static final int STEPS = Integer.getInteger("sallyport.recalls", 12);
  private static final long SEED = Long.getLong("sallyport.seed", 1);
  private static final int HOSTILE = 5;

  static Stream<Case> cases() {
    return Case.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWhatWouldBeWorkedOutAnew(Case each) {
    // Hostile containers come and go too, on top of each case's own.
    Observation own = each.snapshot().observation();
    List<Container> all = new ArrayList<>(own.containers());
    all.addAll(new HostileLabels(SEED).with(HOSTILE).containers());
    Observation seen = new Observation(own.engine(), own.nodes(), all, own.networks());

    Settings settings = each.settings();
    Random random = new Random(SEED);
    Router router = new Router(settings);
    Map<ProxySettings, Renderer> renderers = new HashMap<>();
    Remembered remembered = Remembered.NOTHING;
    for (int step = 0; step < STEPS; step++) {
      seen = changed(seen, all, random);
      List<String> leaving = leaving(seen, random);
      RoutingInput input = new RoutingInput(seen, leaving, remembered);
      Routing recalled = router.route(input);
      Routing anew = new Router(settings).route(input);
      assertThat(recalled).describedAs("seed %s, step %s", SEED, step).isEqualTo(anew);
      assertThat(texts(recalled, renderers))
          .describedAs("seed %s, step %s", SEED, step)
          .isEqualTo(texts(anew, new HashMap<>()));
      remembered = recalled.remembered();
    }
  }

  private static SortedMap<String, String> texts(
      Routing routing, Map<ProxySettings, Renderer> renderers) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (ProxyRouting share : routing.proxies()) {
      texts.put(
          share.proxy().id(),
          renderers
              .computeIfAbsent(share.settings(), extension -> new NginxDriver().renderer(extension))
              .render(share.table(), new NginxDriver().baseline())
              .text());
    }
    return texts;
  }

  /// Some steps change nothing, some one container, some the networks.
  private static Observation changed(Observation seen, List<Container> all, Random random) {
    List<Container> containers = new ArrayList<>(seen.containers());
    List<Network> networks = seen.networks();
    Container one = one(random, all);
    ContainerBuilder other = ContainerBuilder.like(one);
    switch (random.nextInt(9)) {
      case 0 -> containers.removeIf(each -> each.id().equals(one.id()));
      case 1 -> replace(containers, one);
      case 2 -> replace(containers, other.state(one(random, List.of(State.values()))).build());
      case 3 -> replace(containers, other.health(one(random, List.of(Health.values()))).build());
      case 4 -> replace(containers, other.asking(one(random, all)).build());
      case 5 -> replace(containers, other.where(one(random, all)).build());
      case 6 -> networks = networks.isEmpty() ? networks : networks.subList(1, networks.size());
      case 7 -> {
        containers = new ArrayList<>(all);
        // As a look at everything sees them: equal, and other objects.
        containers.replaceAll(each -> ContainerBuilder.like(each).build());
      }
      default -> {}
    }
    return new Observation(seen.engine(), seen.nodes(), containers, networks);
  }

  private static <T> T one(Random random, List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private static void replace(List<Container> containers, Container one) {
    containers.removeIf(each -> each.id().equals(one.id()));
    containers.add(one);
  }

  private static List<String> leaving(Observation seen, Random random) {
    return seen.containers().stream()
        .filter(any -> random.nextInt(6) == 0)
        .map(Container::id)
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
