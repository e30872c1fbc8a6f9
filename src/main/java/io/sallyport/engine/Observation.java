package io.sallyport.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One complete look at an engine.
///
/// @param engine what the engine says that it is
/// @param containers all of them, running or not, oldest first
/// @param networks ordered by name, then identifier
public record Observation(
    EngineIdentity engine, List<Container> containers, List<Network> networks) {

  public Observation {
    containers = containers.stream().sorted(Container.BY_AGE).toList();
    networks =
        networks.stream()
            .sorted(Comparator.comparing(Network::name).thenComparing(Network::id))
            .toList();
  }

  public Optional<Container> container(String id) {
    return containers.stream().filter(container -> container.id().equals(id)).findFirst();
  }

  /// What `GET /version` tells.
  ///
  /// @param version such as `20.10.24` or `swarm/1.2.9`
  /// @param apiVersion the newest API that it speaks, such as `1.41`
  public record EngineIdentity(String version, String apiVersion) {
    /// A classic Swarm manager, which stands in front of several engines.
    public boolean classicSwarm() {
      return version.startsWith("swarm/");
    }
  }
}
