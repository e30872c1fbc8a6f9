package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelKeys;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is to be said of the nodes that are lost: by a classic Swarm manager, or since their agents
/// do not answer. What ran there may run on: its servers stay as they were last seen, its proxies
/// as they are.
record LostNodes(Observation seen) {
  private static final String ADVICE =
      "see `docker info` of the manager and the engine of that node";
  private static final String ENGINES_ADVICE =
      "see `docker node ls`, and `docker service ps` of Sallyport's service for that node; it must run"
          + " on each, with the node's certificates mounted (docs/swarm.md)";

  /// A proxy that nothing can be done with for now.
  boolean has(Container proxy) {
    return seen.nodes().lost(proxy.node());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Set<String> silent = new TreeSet<>(seen.nodes().lost().keySet());
    for (Container container : seen.containers()) {
      if (has(container)) {
        silent.remove(container.node());
        if (container.labels().keySet().stream().anyMatch(key -> key.startsWith(Label.PREFIX))) {
          findings.add(stays(container));
        }
      }
    }
    if (seen.nodes().engines()) {
      seen.nodes().lost().forEach((node, why) -> findings.add(unreached(node, why)));
    } else {
      silent.forEach(node ->
          findings.add(
              finding(
                  "",
                  "",
                  "the Swarm manager has no view of node `%s` (%s), and nothing is known of it"
                      .formatted(Quoted.printable(node), reason(node)))));
    }
    return findings;
  }

  /// Why, it says once for each node: the reason changes with each attempt.
  private Finding unreached(String node, String why) {
    return finding(
        "",
        "",
        "Sallyport does not reach node `%s` (%s); %s"
            .formatted(
                Quoted.printable(node),
                Quoted.printable(why),
                seen.nodes().unmet().containsKey(node)
                    ? "what runs there is what the managers tell of its tasks, without health checks and ports"
                    : "what ran there is served as it was last seen"));
  }

  private Finding stays(Container container) {
    boolean proxy = container.labels().containsKey(LabelKeys.PROXY_LABEL);
    String node = container.node();
    return finding(
        container.id(),
        container.name(),
        "%s, so %s"
            .formatted(
                seen.nodes().engines()
                    ? "Sallyport does not reach its node `%s`".formatted(node)
                    : "the Swarm manager has no view of its node `%s` (%s)"
                        .formatted(node, reason(node)),
                proxy
                    ? "this proxy stays as it is"
                    : "what is known of it is from before, and stays"));
  }

  private String reason(String node) {
    return Quoted.printable(seen.nodes().lost().getOrDefault(node, "not met yet"));
  }

  private Finding finding(String id, String name, String message) {
    String advice = seen.nodes().engines() ? ENGINES_ADVICE : ADVICE;
    return new Finding(Finding.Code.NODE_LOST, id, name, "", message, advice);
  }
}
