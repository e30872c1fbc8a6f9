package io.sallyport.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.shell.ContainerShells;
import io.sallyport.source.ContainerAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Commands, files and networks for an engine's containers.
final class DockerAccess implements ContainerAccess {
  /// Below what anybody writes: the container's default route stays where it is.
  private static final int NEVER_THE_GATEWAY = -1000;

  private static final String MARK = "io.sallyport.connected";

  private final EngineCalls calls;
  private final EngineLists lists;
  private final ContainerShells shells;

  DockerAccess(EngineCalls calls, EngineLists lists) {
    this.calls = calls;
    this.lists = lists;
    this.shells = new ContainerShells(containerId -> ExecCall.shell(calls, containerId));
  }

  @Override
  public void copyInto(String containerId, String directory, List<CopiedFile> files) {
    calls.tell(
        EngineRequest.to(Endpoint.ARCHIVE, containerId)
            .query("path", directory)
            .tar(Ustar.archive(files, Instant.now())));
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration within) {
    return new ExecCall(calls, command, within).run(containerId);
  }

  /// Through a shell that stays open in the container, where there can be one; Podman's commands
  /// live on when their connection ends.
  @Override
  public ExecResult deliver(
      String containerId,
      String directory,
      List<CopiedFile> files,
      List<String> command,
      Duration within) {
    return (calls.session().podman()
            ? Optional.<ExecResult>empty()
            : shells.run(containerId, directory, files, command, within))
        .orElseGet(
            () -> ContainerAccess.super.deliver(containerId, directory, files, command, within));
  }

  @Override
  public Optional<ExecResult> ask(String containerId, List<String> command) {
    return shells.ask(containerId, command);
  }

  /// @param network its name or identifier; of a classic Swarm manager the identifier, since the
  ///   same name may be on several nodes
  @Override
  public void connect(String network, String containerId) {
    attach(Endpoint.CONNECT, network, containerId, true);
  }

  /// The mark is a driver option of the attachment: drivers pass over what they do not know, it
  /// outlives restarts, and unlike an alias it is no name that others resolve, and allowed on the
  /// default bridge. Only inspecting shows it.
  @Override
  public Set<String> connectedByUs(String containerId) {
    Set<String> ours = new TreeSet<>();
    calls
        .ask(EngineRequest.to(Endpoint.INSPECT, containerId))
        .path("NetworkSettings")
        .path("Networks")
        .properties()
        .stream()
        .filter(network ->
            network.getValue().path("DriverOpts").has(MARK)
                || Podman.marked(network.getValue(), MARK))
        .forEach(network -> ours.add(network.getKey()));
    return ours;
  }

  @Override
  public void disconnect(String network, String containerId) {
    attach(Endpoint.DISCONNECT, network, containerId, false);
  }

  /// Engines have several answers for what is so already; what counts is whether it is.
  private void attach(Endpoint endpoint, String network, String containerId, boolean wanted) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("Container", containerId);
    if (wanted) {
      ObjectNode attachment = body.putObject("EndpointConfig");
      attachment.putObject("DriverOpts").put(MARK, "true");
      if (calls.session().api().compareTo(ApiVersion.GATEWAY_PRIORITY) >= 0) {
        attachment.put("GwPriority", NEVER_THE_GATEWAY);
      }
      if (calls.session().podman()) {
        Podman.mark(attachment, MARK);
      }
    }
    try {
      calls.tell(EngineRequest.to(endpoint, network).json(body));
    } catch (ErrorReplyException e) {
      if (attached(network, containerId) != wanted) {
        throw e;
      }
    }
  }

  private boolean attached(String network, String containerId) {
    return lists.containers(Set.of(containerId)).items().stream()
        .filter(container -> container.id().equals(containerId))
        .flatMap(container -> container.networks().entrySet().stream())
        .anyMatch(at -> at.getKey().equals(network) || at.getValue().networkId().equals(network));
  }
}
