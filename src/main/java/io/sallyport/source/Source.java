package io.sallyport.source;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What says which containers there are, and when they change: a Docker Engine, Podman, a classic
/// Swarm manager. Reads only; what acts on a container is [ContainerAccess].
///
/// Every call ends within a bound of its own; none returns part of an answer. What the source
/// cannot say becomes an [EngineException].
public interface Source {

  /// Everything that routing needs to know. Never empty because of a failure; what a classic Swarm
  /// manager leaves out because it has lost nodes, the look names.
  Observation observe();

  /// A look at everything, once an earlier one has succeeded. A manager of a Swarm says nothing of
  /// networks while its Swarm has no leader, though it lists containers: its networks are as the
  /// earlier look saw them then.
  ///
  /// @param earlier complete
  default Observation observe(Observation earlier) {
    return observe();
  }

  /// A look at single containers, with everything else as an earlier look saw it. What it costs
  /// does not grow with the number of containers. An engine of which that cannot be had, or of
  /// which the containers show that more has changed, is looked at as by [#observe].
  ///
  /// @param earlier complete
  /// @param containerIds those that may have come, changed or gone since
  default Observation observe(Observation earlier, Set<String> containerIds) {
    return observe();
  }

  /// Subscribes to the engine's events and returns once the subscription is live, so that a look
  /// taken afterwards misses nothing.
  ///
  /// @param onEvent called for each event, in order, on the stream's own thread; must not block
  /// @param onEnd called exactly once when the stream ends for another reason than `close`
  Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd);

  /// How a container is stopped, which does not change in its life. A source that cannot tell says
  /// what most are stopped by.
  default StopPolicy stopPolicy(String containerId) {
    return StopPolicy.DEFAULT;
  }

  /// What knows services and tasks, where this engine may be a Swarm manager. Which it is, the
  /// manager's [SwarmSource#role] says.
  default Optional<SwarmSource> swarmSource() {
    return Optional.empty();
  }

  /// As [#observe], and what a Swarm manager knows besides: for who looks once.
  default Observation observeAll() {
    Observation seen = observe();
    return swarmSource()
        .filter(any -> seen.showsSwarm())
        .map(swarm -> seen.with(Swarm.once(swarm)))
        .orElse(seen);
  }

  /// A live event subscription. `close` ends it without calling `onEnd`.
  interface Subscription extends AutoCloseable {
    /// Asks the engine whether something has happened that this subscription should have told. One
    /// short call, whose cost does not grow with the number of containers.
    Pulse pulse();

    @Override
    void close();

    /// What became of the events of late.
    enum Pulse {
      /// All were told, if there were any.
      LIVE,
      /// Some were not: it is open, and of no more use.
      SILENT,
      /// Only a look tells: this engine does not remember its events, or does not answer.
      UNKNOWN
    }
  }
}
