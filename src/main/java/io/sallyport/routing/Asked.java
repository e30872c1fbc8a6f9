package io.sallyport.routing;

import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a container asks to be, whether it gets it or not.
///
/// @param host the virtual host's full name
/// @param root the path of it, `/` where it names none
public record Asked(String host, String root) {

  /// Of the running containers whose labels can be read, by identifier.
  public static Map<String, Asked> by(Observation seen) {
    Map<String, Asked> asked = new HashMap<>();
    for (Application each : Application.among(seen, new Memory(), new ArrayList<>())) {
      asked.put(each.container().id(), new Asked(each.name(), each.root()));
    }
    return asked;
  }

  /// Whether it has a label that asks to be served or to serve, or that looks like one.
  public static boolean anything(Container container) {
    return Application.asksForSomething(container) || proxyKind(container).isPresent();
  }

  /// The kind of proxy that it says it is, known or not.
  public static Optional<String> proxyKind(Container container) {
    return ProxyLabel.kind(container);
  }
}
