package io.sallyport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.bench.Subject.Part;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// The containers of a run, on a network of their own. All carry [#MARK], and nothing else is ever
/// removed.
final class Stage implements AutoCloseable {
  /// The label of all that is started here.
  static final String MARK = "io.sallyport.bench";

  /// Containers that are only there, kept for the next run where that is asked for.
  static final String CROWD = "crowd";

  private static final String ACTOR = "actor";
  private static final int AT_A_TIME = 3;

  private final EngineApi api;
  private final Subject subject;
  private final String serverImage;
  private final String subnet;
  private final boolean keep;
  private final String network;
  private int addresses;

  /// @param subnet the first half of the addresses to use, such as `10.210`, which no engine
  ///   chooses by itself
  /// @param keep whether the crowd stays when this ends
  Stage(EngineApi api, Subject subject, String serverImage, String subnet, boolean keep) {
    this.api = api;
    this.subject = subject;
    this.serverImage = serverImage;
    this.subnet = subnet;
    this.keep = keep;
    network = "sallyport-bench-" + subnet;
    remove(ACTOR);
    if (api.get("/networks?filters=" + EngineApi.encoded("{\"name\":[\"" + network + "\"]}"))
        .isEmpty()) {
      ObjectNode creation = EngineApi.object().put("Name", network);
      creation.putObject("Labels").put(MARK, "network");
      creation
          .putObject("IPAM")
          .putArray("Config")
          .addObject()
          .put("Subnet", subnet + ".0.0/16")
          .put("IPRange", subnet + ".0.0/17");
      api.post("/networks/create", creation);
    }
  }

  EngineApi api() {
    return api;
  }

  Subject subject() {
    return subject;
  }

  /// An address that nobody else gets, and that stays when a container is started anew.
  String address() {
    addresses++;
    return "%s.200.%d".formatted(subnet, addresses);
  }

  /// Makes so many containers be there, each of a host of its own.
  void crowd(int size) {
    List<JsonNode> here = listed(CROWD);
    List<Runnable> work = new ArrayList<>();
    for (int i = here.size(); i < size; i++) {
      String name = "c%03d.bench".formatted(i);
      work.add(
          () -> start(server(CROWD, name, subject.labels(name), subject.environment(name), "")));
    }
    for (JsonNode surplus : here.subList(Math.min(size, here.size()), here.size())) {
      work.add(() -> removeContainer(surplus.path("Id").asText()));
    }
    together(AT_A_TIME, work);
  }

  /// The crowd's hosts and addresses.
  Map<String, String> neighbours() {
    Map<String, String> neighbours = new TreeMap<>();
    for (JsonNode each : listed(CROWD)) {
      neighbours.put(
          each.path("Names").path(0).asText().substring(1),
          each.path("NetworkSettings").path("Networks").path(network).path("IPAddress").asText());
    }
    return neighbours;
  }

  /// A server of a host that the subject is to serve, not started yet, whose answers are its name.
  String served(String name, String host) {
    return server(ACTOR, name, subject.labels(host), subject.environment(host), address());
  }

  /// A server that the subject does not look at.
  String unserved(String name, String address, Map<String, String> labels) {
    return server(ACTOR, name, labels, List.of(), address);
  }

  private String server(
      String role, String name, Map<String, String> labels, List<String> environment, String ip) {
    ObjectNode creation =
        creation(
            role,
            new Part(
                serverImage,
                List.of(
                    "/bin/busybox",
                    "sh",
                    "-c",
                    "echo "
                        + name
                        + " > /www/index.html; exec /bin/busybox httpd -f -p 80 -h /www"),
                environment,
                List.of(),
                List.of()));
    ObjectNode all = (ObjectNode) creation.path("Labels");
    labels.forEach(all::put);
    creation.putObject("ExposedPorts").putObject("80/tcp");
    attach(creation, ip);
    return create(name, creation);
  }

  /// A container of the subject or the floor, published on this machine and started.
  ///
  /// @param port to publish; 0 for none
  String run(String name, Part part, int port) {
    ObjectNode creation = creation(ACTOR, part);
    if (port > 0) {
      creation.putObject("ExposedPorts").putObject(port + "/tcp");
      ((ObjectNode) creation.path("HostConfig"))
          .putObject("PortBindings")
          .putArray(port + "/tcp")
          .addObject()
          .put("HostIp", "127.0.0.1");
    }
    attach(creation, "");
    String id = create(name, creation);
    start(id);
    return id;
  }

  private ObjectNode creation(String role, Part part) {
    ObjectNode creation = EngineApi.object().put("Image", part.image());
    ObjectNode labels = creation.putObject("Labels").put(MARK, marked(role));
    Subject.pairs(part.labels()).forEach(labels::put);
    if (!part.command().isEmpty()) {
      part.command().forEach(creation.putArray("Cmd")::add);
    }
    part.environment().forEach(creation.putArray("Env")::add);
    ObjectNode host = creation.putObject("HostConfig").put("NetworkMode", network);
    part.binds().forEach(host.putArray("Binds")::add);
    return creation;
  }

  private void attach(ObjectNode creation, String ip) {
    ObjectNode place =
        creation.putObject("NetworkingConfig").putObject("EndpointsConfig").putObject(network);
    if (!ip.isEmpty()) {
      place.putObject("IPAMConfig").put("IPv4Address", ip);
    }
  }

  private String create(String name, ObjectNode creation) {
    return api.post("/containers/create?name=" + name, creation).path("Id").asText();
  }

  void start(String id) {
    api.post("/containers/" + id + "/start");
  }

  void signal(String id, String signal) {
    api.post("/containers/" + id + "/kill?signal=" + signal);
  }

  /// Waits until it has ended.
  void awaitEnd(String id) {
    api.post("/containers/" + id + "/wait");
  }

  /// Gives it so many seconds.
  void stop(String id, int seconds) {
    api.post("/containers/" + id + "/stop?t=" + seconds);
  }

  void removeContainer(String id) {
    api.delete("/containers/" + id + "?force=1");
  }

  /// Where a container's port is published.
  int published(String id, int port) {
    JsonNode bindings =
        api.get("/containers/" + id + "/json").path("NetworkSettings").path("Ports");
    return Integer.parseInt(bindings.path(port + "/tcp").path(0).path("HostPort").asText());
  }

  /// The identifiers of a container's processes on this machine.
  List<Long> processes(String id) {
    List<Long> processes = new ArrayList<>();
    for (JsonNode row : api.get("/containers/" + id + "/top?ps_args=-o%20pid").path("Processes")) {
      processes.add(Long.parseLong(row.path(0).asText().strip()));
    }
    return processes;
  }

  /// Tells when a container's log says this anew.
  Closeable listen(String id, String text, LongConsumer moment) {
    return api.lines(
        "/containers/" + id + "/logs?stdout=1&stderr=1&follow=1&tail=0",
        line -> {
          if (line.contains(text)) {
            moment.accept(System.nanoTime());
          }
        });
  }

  /// How often a proxy's log says this.
  int said(String id, String text) {
    String log =
        new String(
            api.send("GET", "/containers/" + id + "/logs?stdout=1&stderr=1", "", new byte[0]),
            StandardCharsets.ISO_8859_1);
    return log.split(Pattern.quote(text), -1).length - 1;
  }

  /// Does all of it, some at a time.
  static void together(int atATime, List<Runnable> work) {
    try (ExecutorService pool = Executors.newFixedThreadPool(atATime)) {
      for (Future<?> each : work.stream().map(pool::submit).toList()) {
        each.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }

  /// Two runs on addresses of their own leave each other's alone.
  private String marked(String role) {
    return role + " on " + network;
  }

  private List<JsonNode> listed(String role) {
    List<JsonNode> containers = new ArrayList<>();
    api.get(
            "/containers/json?all=1&filters="
                + EngineApi.encoded("{\"label\":[\"" + MARK + "=" + marked(role) + "\"]}"))
        .forEach(containers::add);
    containers.sort(Comparator.comparing(each -> each.path("Names").path(0).asText()));
    return containers;
  }

  private void remove(String role) {
    together(
        AT_A_TIME,
        listed(role).stream()
            .<Runnable>map(each -> () -> removeContainer(each.path("Id").asText()))
            .toList());
  }

  @Override
  public void close() {
    remove(ACTOR);
    if (!keep) {
      remove(CROWD);
      api.delete("/networks/" + network);
    }
  }
}
