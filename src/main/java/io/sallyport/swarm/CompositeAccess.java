package io.sallyport.swarm;

import io.sallyport.source.ContainerAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Access to the containers of all nodes: each call goes to the engine of the container's node.
final class CompositeAccess implements ContainerAccess {
  private final ContainerAccess local;
  private final CompositeSource source;
  private final Members members;

  CompositeAccess(ContainerAccess local, CompositeSource source, Members members) {
    this.local = local;
    this.source = source;
    this.members = members;
  }

  private ContainerAccess at(String containerId) {
    return source
        .nodeOf(containerId)
        .flatMap(members::other)
        .map(member -> member.engine().access())
        .orElse(local);
  }

  @Override
  public void copyInto(String containerId, String directory, List<CopiedFile> files) {
    at(containerId).copyInto(containerId, directory, files);
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration limit) {
    return at(containerId).exec(containerId, command, limit);
  }

  @Override
  public ExecResult deliver(
      String containerId,
      String directory,
      List<CopiedFile> files,
      List<String> command,
      Duration limit) {
    return at(containerId).deliver(containerId, directory, files, command, limit);
  }

  @Override
  public Optional<ExecResult> ask(String containerId, List<String> command) {
    return at(containerId).ask(containerId, command);
  }

  @Override
  public void connect(String network, String containerId) {
    at(containerId).connect(network, containerId);
  }

  @Override
  public Set<String> connectedByUs(String containerId) {
    return at(containerId).connectedByUs(containerId);
  }

  @Override
  public void disconnect(String network, String containerId) {
    at(containerId).disconnect(network, containerId);
  }
}
