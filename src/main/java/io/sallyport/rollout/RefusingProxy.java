package io.sallyport.rollout;

import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.RolloutResult;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// A proxy that refused a table, and what [Isolation] can ask of it.
interface RefusingProxy {
  /// Rolls a table out.
  RolloutResult apply(RoutingTable table);

  /// Has the proxy test a table; nothing happens to what it runs.
  ///
  /// @return why it refuses it, or nothing
  Optional<String> refusal(RoutingTable table);

  /// Which of these files of the proxy cannot be used, and why; empty where it cannot be found out.
  Map<String, String> unusable(Collection<String> files);

  /// The configuration that a table leads to.
  String text(RoutingTable table);

  /// What a refusal says about the place.
  RefusalClues clues(String refusal);
}
