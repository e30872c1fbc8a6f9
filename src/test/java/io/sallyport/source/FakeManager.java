package io.sallyport.source;

import io.sallyport.source.Source.Subscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A Swarm manager in memory. A test says which services, tasks and nodes there are, breaks calls
/// (`role`, `services`, `tasks`, `tasksOf`, `nodes`, `swarmEvents`), and reads what was asked.
public final class FakeManager implements SwarmSource {
  private final FakeFaults faults = new FakeFaults();
  private final Map<String, SwarmService> services = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, SwarmTask> tasks = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, SwarmNode> nodes = Collections.synchronizedMap(new TreeMap<>());
  private final List<FakeStream> streams = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile SwarmRole role = SwarmRole.MANAGER;
  private volatile String cluster = "cluster-1";

  // What a test does to it.

  public void role(SwarmRole now) {
    role = now;
  }

  /// It is in another Swarm.
  public void cluster(String now) {
    cluster = now;
  }

  /// There is such a service, or it is like this now.
  ///
  /// @param labels keys and values in turn
  public void service(String id, String name, String... labels) {
    TreeMap<String, String> all = new TreeMap<>();
    for (int i = 0; i + 1 < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    services.put(id, new SwarmService(id, name, all));
    streams.forEach(stream -> stream.offer(FakeEvents.service("update", name)));
  }

  public void removeService(String id) {
    SwarmService gone = Optional.ofNullable(services.remove(id)).orElseThrow();
    tasks.values().removeIf(task -> task.serviceId().equals(id));
    streams.forEach(stream -> stream.offer(FakeEvents.service("remove", gone.name())));
  }

  /// No event tells of it.
  public void task(SwarmTask task) {
    tasks.put(task.id(), task);
  }

  /// No event tells of it.
  public void task(String id, String service, String desired, String containerId) {
    tasks.put(id, new SwarmTask(id, service, "node-1", 1, desired, "running", containerId));
  }

  public void forgetTask(String id) {
    tasks.remove(id);
  }

  public void forgetServices() {
    services.clear();
  }

  public void node(String id, String hostname, String address) {
    nodes.put(id, new SwarmNode(id, hostname, address, "ready", "active", true, true));
    streams.forEach(stream -> stream.offer(FakeEvents.node("update", hostname)));
  }

  public void node(SwarmNode node) {
    nodes.put(node.id(), node);
    streams.forEach(stream -> stream.offer(FakeEvents.node("update", node.hostname())));
  }

  public void removeNode(String id) {
    SwarmNode gone = Optional.ofNullable(nodes.remove(id)).orElseThrow();
    streams.forEach(stream -> stream.offer(FakeEvents.node("remove", gone.hostname())));
  }

  /// Every call of this method fails until [#heal].
  public void failAlways(String call, EngineException failure) {
    faults.failAlways(call, failure);
  }

  public void heal(String call) {
    faults.heal(call);
  }

  /// The next call of this method answers nothing until [#release], or for ten seconds.
  public void hangNext(String call) {
    faults.hangNext(call);
  }

  public void release() {
    faults.release();
  }

  /// Every call so far: `role`, `services`, `tasks`, `tasksOf shop`, `nodes`, `swarmEvents`.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public void cutStreams() {
    List<FakeStream> cut = List.copyOf(streams);
    streams.clear();
    cut.forEach(stream -> stream.cut(new EngineException("cut")));
  }

  // What it does as a manager.

  @Override
  public SwarmPlace place() {
    return answer("role", "role", () -> new SwarmPlace(role, cluster, "node-1"));
  }

  @Override
  public Listed<SwarmService> services() {
    return answer("services", "services", () -> listed(services, any -> true));
  }

  @Override
  public Listed<SwarmTask> tasks() {
    return answer("tasks", "tasks", () -> listed(tasks, any -> true));
  }

  @Override
  public Listed<SwarmTask> tasks(String service) {
    return answer(
        "tasksOf",
        "tasksOf " + service,
        () -> listed(tasks, task -> task.serviceId().equals(service)));
  }

  @Override
  public Listed<SwarmNode> nodes() {
    return answer("nodes", "nodes", () -> listed(nodes, any -> true));
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    return answer(
        "swarmEvents",
        "swarmEvents",
        () -> {
          FakeStream stream = new FakeStream(onEvent, onEnd, streams::remove, pulse -> pulse);
          streams.add(stream);
          return stream;
        });
  }

  private static <T> Listed<T> listed(Map<String, T> all, Predicate<T> wanted) {
    synchronized (all) {
      return new Listed<>(
          new ArrayList<>(all.values().stream().filter(wanted).toList()), List.of());
    }
  }

  private <T> T answer(String call, String line, Supplier<T> work) {
    asked.add(line);
    faults.before(call, Optional.empty());
    return work.get();
  }
}
