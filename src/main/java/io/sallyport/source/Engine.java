package io.sallyport.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A container engine: a plain Docker Engine, a classic Swarm manager, or a snapshot of one.
///
/// Every call ends within a bound of its own; none returns part of an answer. What the engine
/// cannot do or say becomes an [EngineException].
public interface Engine extends AutoCloseable {

  /// Everything that routing needs to know. Never empty because of a failure; what a classic Swarm
  /// manager leaves out because it has lost nodes, the look names.
  Observation observe();

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

  /// Writes files into a running container's directory, which must exist. Not atomic: the engine
  /// unlinks and recreates each file.
  void copyInto(String containerId, String directory, List<CopiedFile> files);

  /// Runs a command in a running container and waits for its end.
  ///
  /// @param limit how long the command may take before this call gives up on it
  ExecResult exec(String containerId, List<String> command, Duration limit);

  /// Writes files into a running container's directory, as [#copyInto], and runs a command there,
  /// as [#exec]. An engine may have a shorter way for both together.
  default ExecResult deliver(
      String containerId,
      String directory,
      List<CopiedFile> files,
      List<String> command,
      Duration limit) {
    if (!files.isEmpty()) {
      copyInto(containerId, directory, files);
    }
    return exec(containerId, command, limit);
  }

  /// Attaches a container to a network, and marks the attachment as ours. Attaching one that is
  /// attached already is no error and marks nothing.
  void connect(String network, String containerId);

  /// The networks that a running container was attached to by [#connect], also by an earlier run of
  /// ours.
  Set<String> connectedByUs(String containerId);

  /// How a container is stopped, which does not change in its life.
  StopPolicy stopPolicy(String containerId);

  /// Detaches a container from a network. Detaching one that is not attached is no error.
  void disconnect(String network, String containerId);

  @Override
  void close();

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

  /// A file to copy: its name in the directory, its text and how that is encoded, and its
  /// permission bits (octal 0644). Folders in the name are made, for root alone.
  record CopiedFile(String name, String content, Charset charset, int mode) {
    public CopiedFile(String name, String content, int mode) {
      this(name, content, StandardCharsets.UTF_8, mode);
    }
  }

  /// What a command printed and its exit code. Standard output and error come in the order in which
  /// the engine passes them on, which is not always that in which they were printed.
  record ExecResult(int exitCode, String output) {}
}
