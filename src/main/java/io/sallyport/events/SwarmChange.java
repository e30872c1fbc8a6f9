package io.sallyport.events;

import io.sallyport.events.Trigger.Reason;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmTask;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which containers are to be looked at since a Swarm manager says something new.
///
/// @param containers by identifier
/// @param anything whether others may be concerned
record SwarmChange(Set<String> containers, boolean anything) {

  /// What a task's state is, its own engine says: only what Swarm wants of it is news.
  static SwarmChange between(Swarm before, Swarm now) {
    Set<String> services = different(before.services(), now.services());
    Set<String> nodes = different(before.nodes(), now.nodes());
    Set<String> tasks = different(before.tasks(), now.tasks());
    Set<String> untold = new TreeSet<>(services);
    Set<String> containers = new TreeSet<>();
    for (Swarm each : new Swarm[] {before, now}) {
      for (SwarmTask task : each.tasks().values()) {
        boolean concerned =
            services.contains(task.serviceId())
                || nodes.contains(task.nodeId())
                || (tasks.contains(task.id()) && moved(before, now, task.id()));
        if (concerned && !task.containerId().isEmpty()) {
          containers.add(task.containerId());
          untold.remove(task.serviceId());
        }
      }
    }
    boolean anything =
        !untold.isEmpty()
            || !before.role().equals(now.role())
            || !before.trouble().equals(now.trouble())
            || !before.unreadable().equals(now.unreadable());
    return new SwarmChange(containers, anything);
  }

  /// Makes the change a reason to look, where it is one.
  void ask(Trigger trigger) {
    if (anything) {
      trigger.ask(Reason.SWARM);
    }
    containers.forEach(container -> trigger.ask(Reason.SWARM, container));
  }

  private static boolean moved(Swarm before, Swarm now, String id) {
    SwarmTask was = before.tasks().get(id);
    SwarmTask is = now.tasks().get(id);
    return was == null
        ? is != null && is.leaving()
        : is == null || was.leaving() != is.leaving() || !was.nodeId().equals(is.nodeId());
  }

  private static <T> Set<String> different(Map<String, T> before, Map<String, T> now) {
    return Stream.concat(before.keySet().stream(), now.keySet().stream())
        .filter(id -> !Objects.equals(before.get(id), now.get(id)))
        .collect(Collectors.toSet());
  }
}
