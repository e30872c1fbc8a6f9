package io.sallyport.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Access to running containers, the proxies: commands in them, files for them, networks that they
/// are attached to. It says nothing of what else there is; that is a [Source].
///
/// Every call ends within a bound of its own. What it cannot do becomes an [EngineException].
public interface ContainerAccess {

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

  /// Runs a command of a few milliseconds where it delays nothing else, and ends nothing that is
  /// going on: in a shell that is open in the container and has nothing to do.
  ///
  /// @return empty where there is none
  default Optional<ExecResult> ask(String containerId, List<String> command) {
    return Optional.empty();
  }

  /// Attaches a container to a network, and marks the attachment as ours. Attaching one that is
  /// attached already is no error and marks nothing.
  void connect(String network, String containerId);

  /// The networks that a running container was attached to by [#connect], also by an earlier run of
  /// ours.
  Set<String> connectedByUs(String containerId);

  /// Detaches a container from a network. Detaching one that is not attached is no error.
  void disconnect(String network, String containerId);

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
