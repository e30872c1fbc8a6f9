package io.sallyport.docker.shell;

import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.http.SocketHttpClient.TakenOver;
import io.sallyport.docker.shell.ContainerShell.SilentException;
import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The shells that are open, one for each container that was delivered to.
///
/// A shell ends with its container, and what stands between may end a connection that is quiet for
/// long: then another is opened. Where one that has just been opened does not answer, something in
/// between passes no input on, and the container is left to plain calls for a while.
public final class ContainerShells {
  private static final Duration LEFT_TO_CALLS = Duration.ofMinutes(10);

  private final Function<String, TakenOver> starter;
  private final Map<String, ContainerShell> open = new ConcurrentHashMap<>();
  private final Map<String, Deadline> leftToCalls = new ConcurrentHashMap<>();

  /// None is open yet.
  ///
  /// @param starter starts a shell in the container of that identifier, attached to a connection
  public ContainerShells(Function<String, TakenOver> starter) {
    this.starter = starter;
  }

  /// Runs a command in a shell that is open and has nothing to do.
  ///
  /// @return empty where there is none
  /// @throws io.sallyport.source.EngineException when it is not known how it ended
  public Optional<ExecResult> ask(String containerId, List<String> command) {
    ContainerShell kept = open.get(containerId);
    return kept == null ? Optional.empty() : kept.ask(command);
  }

  /// Writes files and runs a command, each container's one after another.
  ///
  /// @return empty where nothing was done, and plain calls are to be tried
  /// @throws io.sallyport.source.EngineException when it is not known how it ended
  public Optional<ExecResult> run(
      String containerId,
      String directory,
      List<CopiedFile> files,
      List<String> command,
      Duration limit) {
    Deadline left = leftToCalls.get(containerId);
    if ((left != null && left.left().isPositive()) || !ShellScript.takes(files)) {
      return Optional.empty();
    }
    ContainerShell kept = open.get(containerId);
    if (kept != null) {
      try {
        return kept.run(directory, files, command, limit);
      } catch (SilentException ended) {
        // Another one may answer.
      }
    }
    ContainerShell shell =
        ContainerShell.on(
            starter.apply(containerId), containerId, ended -> open.remove(containerId, ended));
    open.put(containerId, shell);
    if (shell.ended()) { // Before it was put there.
      open.remove(containerId, shell);
    }
    try {
      return shell.run(directory, files, command, limit);
    } catch (SilentException mute) {
      leftToCalls.values().removeIf(deadline -> !deadline.left().isPositive());
      leftToCalls.put(containerId, Deadline.in(LEFT_TO_CALLS));
      return Optional.empty();
    }
  }
}
