package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Quoted;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import io.sallyport.source.ServiceTask;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.Unreadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What there is to say of services and tasks before anything is routed.
record SwarmFindings(Observation seen) {

  List<Finding> all() {
    Swarm swarm = seen.swarm();
    List<Finding> findings = new ArrayList<>();
    swarm.unreadable().forEach(each -> findings.add(unreadable(each)));
    if (!swarm.trouble().isEmpty()) {
      findings.add(
          general(
              Code.MANAGER_SILENT,
              "the Swarm manager does not tell its services and tasks, so they stay as they were: "
                  + swarm.trouble(),
              "see `docker node ls` on a manager; routes follow containers of this engine meanwhile"));
    } else if (swarm.role() == SwarmRole.AGENT) {
      findings.add(
          general(
              Code.AGENT_ONLY,
              "this node is a worker of its Swarm, and Sallyport its agent only: those of the managers"
                  + " configure all proxies",
              "nothing is to be done; ask a manager's Sallyport what is routed"));
    } else if (swarm.role() == SwarmRole.WORKER) {
      findings.add(
          general(
              Code.NOT_A_MANAGER,
              "the engine is a worker of a Swarm, so labels of services are not known, and those of"
                  + " their containers count alone",
              "run Sallyport on a manager: docker service create --constraint node.role==manager"));
    }
    Set<String> said = new HashSet<>();
    for (Container container : seen.containers()) {
      if (container.running()) {
        container.task().ifPresent(task -> overruled(container, task, said, findings));
      }
    }
    return findings;
  }

  /// Once for each service, of its oldest container: all of them say the same.
  private static void overruled(
      Container container, ServiceTask task, Set<String> said, List<Finding> findings) {
    task.overruled()
        .forEach((key, own) -> {
          if (said.add(task.service().id() + " " + key)) {
            String value = task.service().labels().getOrDefault(key, "");
            findings.add(
                new Finding(
                    Code.SERVICE_LABEL_WINS,
                    container.id(),
                    container.name(),
                    Quoted.printable(key),
                    "service `%s` has %s and its containers have %s; the service's counts"
                        .formatted(task.service().name(), Quoted.of(value), Quoted.of(own)),
                    "write it in one place: with the service (`deploy.labels` of a stack), or with its"
                        + " containers (`labels`)"));
          }
        });
  }

  static Finding unreadable(Unreadable item) {
    String kind = item.kind().name().toLowerCase(Locale.ROOT);
    return general(
        Code.UNREADABLE,
        "%s `%s` is left as it was, since the Swarm manager says of it what cannot be used: %s"
            .formatted(kind, item.name(), item.problem()),
        "make the " + kind + " anew, or report it to whoever makes the engine");
  }

  private static Finding general(Code code, String message, String advice) {
    return new Finding(code, "", "", "", message, advice);
  }
}
