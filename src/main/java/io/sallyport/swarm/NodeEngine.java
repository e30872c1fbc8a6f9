package io.sallyport.swarm;

import io.sallyport.source.ContainerAccess;
import io.sallyport.source.Source;

/// A node's engine.
///
/// @param end ends all connections to it
public record NodeEngine(Source source, ContainerAccess access, Runnable end) {

  /// What opens a connection to a node's agent.
  @FunctionalInterface
  public interface Dialer {
    /// Connects with the first call.
    ///
    /// @param node its identifier, which whoever answers must prove
    /// @param address `HOST:PORT`
    /// @throws io.sallyport.source.EngineException where the address or a certificate cannot be
    ///   used
    NodeEngine dial(String node, String address);
  }
}
