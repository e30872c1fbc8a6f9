package io.sallyport.source;

import io.sallyport.finding.Harmless;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A service of a Swarm, as `GET /services` lists it.
///
/// @param labels those of the service itself (`deploy.labels` of a stack), not of its containers
public record SwarmService(String id, String name, SortedMap<String, String> labels) {
  public SwarmService {
    name = Harmless.of(name);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// Whether it has a label that is for Sallyport.
  public boolean hasOurLabels() {
    return labels.keySet().stream().anyMatch(KeptLabels::serves);
  }
}
