package io.sallyport.routing.reach;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Port;
import io.sallyport.source.ServiceTask;
import io.sallyport.source.SwarmNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which of a container's TCP ports requests go to.
///
/// @param exposed every container port, once, ascending
/// @param wanted the port of the label, else the only exposed one, else the only published one
/// @param asked the label's, where it is a port of the host that another one is published as
/// @param published where `wanted` is published, best first: IPv4 before IPv6, which may have a
///   port of its own and which a gateway's address does not lead to; then the lowest host port,
///   since a classic Swarm manager lists both bindings with the node's one address
public record Ports(
    List<Integer> exposed,
    Optional<Integer> wanted,
    Optional<Integer> asked,
    List<Port> published) {

  private static final int MOST_NAMED = 8;

  private static final Comparator<Port> BEST =
      Comparator.comparing((Port port) -> port.hostAddress().contains(":"))
          .thenComparingInt(Port::hostPort)
          .thenComparing(Port::hostAddress);

  /// Those of the container that asks.
  public static Ports of(Intent intent) {
    List<Port> tcp =
        intent.container().ports().stream().filter(port -> port.protocol().equals("tcp")).toList();
    List<Integer> exposed = numbers(tcp);
    Optional<Integer> label = intent.values().get(Label.PORT);
    Optional<Integer> behind = label.flatMap(port -> behind(port, exposed, tcp));
    Optional<Integer> wanted =
        behind
            .or(() -> label)
            .or(() -> only(exposed))
            .or(() -> only(numbers(tcp.stream().filter(Port::published).toList())));
    List<Port> published =
        tcp.stream()
            .filter(port -> port.published() && wanted.equals(Optional.of(port.containerPort())))
            .sorted(BEST)
            .toList();
    return new Ports(exposed, wanted, behind.isPresent() ? label : Optional.empty(), published);
  }

  /// What there is to say where the label names no port of the container's.
  public static Optional<Finding> findingOf(Intent intent) {
    Ports ports = of(intent);
    return ports.publishedAs(intent).or(() -> ports.notExposed(intent));
  }

  /// Where a task is reached by a port that is published in mode `host`: at its node's address.
  Optional<Port> onNodeOf(Container task) {
    return task.task()
        .flatMap(ServiceTask::node)
        .filter(SwarmNode::hasAddress)
        .map(SwarmNode::address)
        .flatMap(address ->
            published.stream()
                .filter(port -> port.listensAt(address))
                .findFirst()
                .map(port ->
                    new Port(port.containerPort(), address, port.hostPort(), port.protocol())));
  }

  /// Of ports that are published it is not known whether the image exposes them, so others must be.
  private Optional<Finding> notExposed(Intent intent) {
    boolean byImage =
        intent.container().networkOwner().isEmpty()
            && intent.container().ports().stream()
                .anyMatch(port -> port.protocol().equals("tcp") && !port.published());
    return intent
        .values()
        .get(Label.PORT)
        .filter(port -> byImage && !exposed.contains(port))
        .map(port ->
            intent.finding(
                Finding.Code.PORT_NOT_EXPOSED,
                Label.PORT,
                "the container exposes %s, not port %d"
                    .formatted(
                        exposed.stream()
                            .limit(MOST_NAMED)
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")),
                        port),
                "write the port that the application listens on; if it is %d, add `EXPOSE %d` to the image"
                    .formatted(port, port)));
  }

  private Optional<Finding> publishedAs(Intent intent) {
    return asked.flatMap(host ->
        wanted.map(port ->
            intent.finding(
                Finding.Code.BAD_VALUE_IGNORED,
                Label.PORT,
                ("the container exposes no port %d: that is the port of the host that its port"
                        + " %d is published as, so requests go to port %d")
                    .formatted(host, port, port),
                "write `interlock.port=%d`, the container's own port".formatted(port))));
  }

  /// As Interlock: a number that the container does not expose, and that is a port of the host, is
  /// taken for the container port that is published as it.
  private static Optional<Integer> behind(int port, List<Integer> exposed, List<Port> tcp) {
    return exposed.contains(port)
        ? Optional.empty()
        : only(numbers(tcp.stream().filter(each -> each.hostPort() == port).toList()));
  }

  private static List<Integer> numbers(List<Port> ports) {
    return ports.stream().map(Port::containerPort).distinct().sorted().toList();
  }

  private static Optional<Integer> only(List<Integer> ports) {
    return ports.size() == 1 ? Optional.of(ports.getFirst()) : Optional.empty();
  }
}
