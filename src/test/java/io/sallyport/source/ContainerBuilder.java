package io.sallyport.source;

import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.Port;
import io.sallyport.source.Container.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Containers for tests: running, healthy enough, of a plain engine, unless said otherwise.
///
/// `ContainerBuilder.named("web").label("interlock.hostname", "shop").exposing(80).build()`
public final class ContainerBuilder {
  /// What is not created at another time is created then.
  public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private final String name;
  private final String id;
  private String node = "";
  private String image = "nginx:stable";
  private Instant created = CREATED;
  private State state = State.RUNNING;
  private Health health = Health.NONE;
  private String networkMode = "default";
  private final SortedMap<String, String> labels = new TreeMap<>();
  private final List<Port> ports = new ArrayList<>();
  private final SortedMap<String, Attachment> networks = new TreeMap<>();

  private ContainerBuilder(String name, String id) {
    this.name = name;
    this.id = id;
  }

  public static ContainerBuilder named(String name) {
    return new ContainerBuilder(name, id(name));
  }

  /// Another container of that name, as after a recreation.
  public static ContainerBuilder recreated(String name) {
    return new ContainerBuilder(name, id(name + " again"));
  }

  /// As it is, to be changed.
  public static ContainerBuilder like(Container container) {
    return new ContainerBuilder(container.name(), container.id())
        .node(container.node())
        .image(container.image())
        .created(container.created())
        .state(container.state())
        .health(container.health())
        .asking(container)
        .where(container);
  }

  /// With another's labels and ports, and no other.
  public ContainerBuilder asking(Container other) {
    labels.clear();
    labels.putAll(other.labels());
    ports.clear();
    ports.addAll(other.ports());
    return this;
  }

  /// On another's networks, and no other.
  public ContainerBuilder where(Container other) {
    networkMode = other.networkMode();
    networks.clear();
    networks.putAll(other.networks());
    return this;
  }

  /// 64 hexadecimal digits, the same ones for the same text.
  static String id(String of) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public ContainerBuilder created(Instant at) {
    this.created = at;
    return this;
  }

  public ContainerBuilder node(String swarmNode) {
    this.node = swarmNode;
    return this;
  }

  public ContainerBuilder image(String name) {
    this.image = name;
    return this;
  }

  public ContainerBuilder state(State newState) {
    this.state = newState;
    return this;
  }

  public ContainerBuilder health(Health newHealth) {
    this.health = newHealth;
    return this;
  }

  public ContainerBuilder networkMode(String mode) {
    this.networkMode = mode;
    return this;
  }

  public ContainerBuilder label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /// A task of a Swarm's service.
  public ContainerBuilder task(String taskId, String serviceId) {
    return label("com.docker.swarm.task.id", taskId)
        .label("com.docker.swarm.service.id", serviceId)
        .label("com.docker.swarm.service.name", serviceId);
  }

  /// On a network with this address; [FakeEngine] makes the network if it must.
  public ContainerBuilder on(String network, String address) {
    networks.put(network, attachment(network, id, address));
    return this;
  }

  public ContainerBuilder exposing(int port) {
    ports.add(new Port(port, "", 0, "tcp"));
    return this;
  }

  public ContainerBuilder publishing(String hostAddress, int hostPort, int port) {
    ports.add(new Port(port, hostAddress, hostPort, "tcp"));
    return this;
  }

  static Attachment attachment(String network, String container, String address) {
    return new Attachment(
        id("network " + network),
        address.isEmpty() ? "" : id(network + container + address),
        address,
        "",
        address.isEmpty() ? "" : address.replaceFirst("\\.\\d+$", ".1"));
  }

  public Container build() {
    return new Container(
        id, name, node, image, created, state, health, networkMode, labels, ports, networks);
  }
}
