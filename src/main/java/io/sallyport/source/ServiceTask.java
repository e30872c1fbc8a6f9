package io.sallyport.source;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a Swarm manager knows of a container that is a task.
///
/// @param task empty where the manager has not told of it yet
/// @param node where it runs; empty where that is not known
/// @param ownLabels the container's, which has its image's in them
public record ServiceTask(
    SwarmService service,
    Optional<SwarmTask> task,
    Optional<SwarmNode> node,
    SortedMap<String, String> ownLabels) {
  public ServiceTask {
    ownLabels = Collections.unmodifiableSortedMap(new TreeMap<>(ownLabels));
  }

  /// Whether Swarm has decided to end it. A task that is not known is there to stay.
  public boolean leaving() {
    return task.filter(SwarmTask::leaving).isPresent();
  }

  /// The service's labels over the container's: they change without a restart, and are the
  /// operator's. Only what is for Sallyport and templates counts.
  SortedMap<String, String> labels() {
    SortedMap<String, String> all = new TreeMap<>(ownLabels);
    service
        .labels()
        .forEach((key, value) -> {
          if (counts(key)) {
            all.put(key, value);
          }
        });
    return all;
  }

  /// The labels that service and container have with different values: the container's values.
  public SortedMap<String, String> overruled() {
    SortedMap<String, String> overruled = new TreeMap<>();
    ownLabels.forEach((key, own) -> {
      if (counts(key) && !service.labels().getOrDefault(key, own).equals(own)) {
        overruled.put(key, own);
      }
    });
    return overruled;
  }

  private static boolean counts(String key) {
    return KeptLabels.serves(key) || key.startsWith(KeptLabels.FOR_TEMPLATES);
  }

  boolean is(SwarmService other, Optional<SwarmTask> itsTask, Optional<SwarmNode> itsNode) {
    return service.equals(other) && task.equals(itsTask) && node.equals(itsNode);
  }
}
