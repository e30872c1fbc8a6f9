package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import io.sallyport.source.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What there is to say about a look before anything is routed.
final class SeenFindings {
  private SeenFindings() {}

  static List<Finding> of(Observation seen, ExtensionScopes scopes) {
    Stream<Container> ours =
        seen.containers().stream().filter(each -> scopes.elsewhere(each).isEmpty());
    List<Finding> findings = new ArrayList<>(ProxyLabel.findings(ours, scopes.kinds()));
    seen.unreadable().forEach(each -> findings.add(unreadable(each)));
    findings.addAll(new SwarmFindings(seen).all());
    findings.addAll(new LostNodes(seen).findings());
    return findings;
  }

  /// The container is none of those that were seen, so that the finding goes by its name alone.
  private static Finding unreadable(Unreadable item) {
    return switch (item.kind()) {
      case CONTAINER ->
          new Finding(
              Finding.Code.UNREADABLE,
              "",
              item.name(),
              "",
              "the container is left out, since the engine's list says of it what cannot be used: "
                  + item.problem(),
              "make the container anew, or report it to whoever makes the engine");
      case NETWORK ->
          new Finding(
              Finding.Code.UNREADABLE,
              "",
              "",
              "",
              "network `%s` is not known, since the engine's list says of it what cannot be used: %s"
                  .formatted(item.name(), item.problem()),
              "make the network anew, or report it to whoever makes the engine");
      case SERVICE, TASK, NODE -> SwarmFindings.unreadable(item);
    };
  }
}
