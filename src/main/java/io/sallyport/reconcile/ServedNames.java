package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.engine.Engine;
import io.sallyport.engine.EngineException;
import io.sallyport.proxy.NginxProxy;
import io.sallyport.proxy.Rollout;
import io.sallyport.routing.Ownership;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose names are whose in the configurations that proxies run: what a Sallyport that has just
/// begun goes by, where more than one host claims a name.
final class ServedNames {
  private static final Logger LOG = LoggerFactory.getLogger(ServedNames.class);

  private final Engine engine;
  private final InstantSource clock;

  ServedNames(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /// The owners of disputed names. Where proxies differ, the oldest one's word counts; one that
  /// does not answer has none.
  Map<ProxySettings, Ownership> of(Routing routing) {
    List<ProxyRouting> asked =
        routing.proxies().stream().filter(share -> !disputed(routing, share).isEmpty()).toList();
    List<Callable<Map<String, String>>> questions = new ArrayList<>();
    asked.forEach(share -> questions.add(() -> owners(share, disputed(routing, share))));
    Map<ProxySettings, Map<String, String>> owners = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Map<String, String>>> answers = threads.invokeAll(questions);
      for (int i = 0; i < asked.size(); i++) {
        Map<String, String> known =
            owners.computeIfAbsent(asked.get(i).settings(), any -> new HashMap<>());
        answers.get(i).get().forEach(known::putIfAbsent);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new EngineException("the question who serves disputed names was broken off");
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
    Map<ProxySettings, Ownership> known = new HashMap<>();
    owners.forEach((extension, hosts) -> known.put(extension, Ownership.of(hosts)));
    return known;
  }

  static boolean anyDisputed(Routing routing) {
    return routing.names().values().stream().anyMatch(each -> !each.disputed().isEmpty());
  }

  private static Set<String> disputed(Routing routing, ProxyRouting share) {
    return routing.names().getOrDefault(share.settings(), Ownership.UNKNOWN).disputed();
  }

  private Map<String, String> owners(ProxyRouting share, Set<String> names) {
    Rollout rollout = new Rollout(engine, new NginxProxy(), share.settings(), clock);
    try {
      return rollout.owners(share.proxy().id(), names);
    } catch (EngineException failure) {
      LOG.debug("Proxy {} does not say: {}", share.proxy().name(), failure.getMessage());
      return Map.of();
    }
  }
}
