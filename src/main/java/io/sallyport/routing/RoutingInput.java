package io.sallyport.routing;

import io.sallyport.source.Observation;
import java.util.List;

/// All that routing depends on besides the settings: equal input, equal routing.
///
/// @param leaving containers that are about to end, in the order in which they got the signal: they
///   get no requests, unless there is nobody else
public record RoutingInput(Observation seen, List<String> leaving, Remembered remembered) {
  public RoutingInput {
    leaving = List.copyOf(leaving);
  }

  /// Where all that runs is there to stay, but for what a Swarm manager is about to stop, and
  /// nothing is remembered.
  public static RoutingInput of(Observation seen) {
    return new RoutingInput(seen, seen.leavingTasks(), Remembered.NOTHING);
  }
}
