package io.sallyport.source;

import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.State;
import io.sallyport.source.Observation.EngineIdentity;
import io.sallyport.source.Source.Subscription.Pulse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// An engine in memory, which passes the same contract as a real one ([EngineContract]).
///
/// A test makes containers and lets them live and die (which emits the events that a real engine
/// emits, in its order), says what commands answer, breaks calls, and reads the transcript.
public final class FakeEngine implements Source, ContainerAccess, AutoCloseable {
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Map<String, SortedMap<String, CopiedFile>> files = new LinkedHashMap<>();
  private final Map<String, Set<String>> marks = new LinkedHashMap<>();
  private final Map<String, StopPolicy> policies = new ConcurrentHashMap<>();
  private final List<String> missingDirectories = new ArrayList<>(List.of("/no/such/directory"));
  private final List<String> transcript = Collections.synchronizedList(new ArrayList<>());
  private final List<FakeStream> streams = new CopyOnWriteArrayList<>();
  private final FakeFaults faults = new FakeFaults();
  private volatile BiFunction<Container, List<String>, ExecResult> commands =
      (container, command) -> new ExecResult(0, "");
  private final AtomicInteger pulses = new AtomicInteger();
  private volatile boolean swallowing;
  private EngineIdentity identity = new EngineIdentity("20.10.24", "1.41");
  private Nodes nodes = Nodes.NONE;
  private Optional<FakeManager> manager = Optional.empty();
  private int addresses = 1;

  public FakeEngine() {
    network("bridge");
  }

  // What a test does to it.

  /// What it says that it is; a plain engine unless said otherwise.
  public synchronized void identity(String version, String apiVersion) {
    identity = new EngineIdentity(version, apiVersion);
  }

  /// It is a classic Swarm manager with these nodes; what runs on others goes on unseen.
  public synchronized void nodes(Nodes now) {
    nodes = now;
  }

  /// It may be asked for services and tasks.
  public synchronized FakeManager manager() {
    FakeManager now = manager.orElseGet(FakeManager::new);
    manager = Optional.of(now);
    return now;
  }

  /// Makes and starts a container; one that is on no network is put on `bridge`.
  ///
  /// @return its identifier
  public String run(ContainerBuilder builder) {
    Container container = builder.build();
    container.networks().keySet().forEach(this::network);
    synchronized (this) {
      containers.put(container.id(), container);
      files.put(container.id(), new TreeMap<>());
      if (container.networks().isEmpty() && !container.onHostNetwork()) {
        attach(container.id(), "bridge");
      }
    }
    container(container.id())
        .networks()
        .keySet()
        .forEach(network -> emit(FakeEvents.network("connect", network, container.id())));
    if (container.running()) {
      emit(event("start", container.id()));
    }
    return container.id();
  }

  /// Makes a network, unless there is one of that name.
  ///
  /// @return its identifier
  public synchronized String network(String name) {
    return networks
        .computeIfAbsent(
            name,
            any ->
                new Network(
                    ContainerBuilder.id("network " + name), name, "", "bridge", "local", ""))
        .id();
  }

  /// Makes a network that spans the nodes of a Swarm, unless there is one of that name.
  public synchronized String overlay(String name) {
    return networks
        .computeIfAbsent(
            name,
            any ->
                new Network(
                    ContainerBuilder.id("network " + name), name, "", "overlay", "swarm", ""))
        .id();
  }

  public void start(String id) {
    container(id)
        .networks()
        .keySet()
        .forEach(network -> {
          attach(id, network);
          emit(FakeEvents.network("connect", network, id));
        });
    become(id, State.RUNNING);
    emit(event("start", id));
  }

  /// As `docker stop`: the signal, then the end.
  public void stop(String id) {
    signal(id, 15);
    end(id, 0);
    emit(event("stop", id));
  }

  /// A signal that the container survives.
  public void signal(String id, int number) {
    emit(event("kill", id, "signal", Integer.toString(number)));
  }

  /// How it is stopped; like most unless said otherwise.
  public void stopsBy(String id, StopPolicy policy) {
    policies.put(id, policy);
  }

  /// As a crash.
  public void die(String id) {
    end(id, 1);
  }

  /// As `docker rm -f`.
  public void remove(String id) {
    if (container(id).running()) {
      signal(id, 9);
      end(id, 137);
    }
    EngineEvent destroyed = event("destroy", id);
    forget(id);
    emit(destroyed);
  }

  public void pause(String id) {
    become(id, State.PAUSED);
    emit(event("pause", id));
  }

  public void unpause(String id) {
    become(id, State.RUNNING);
    emit(event("unpause", id));
  }

  public void health(String id, Health health) {
    change(id, it -> with(it, it.state(), health, it.networks()));
    emit(event("health_status: " + health.name().toLowerCase(Locale.ROOT), id));
  }

  /// Changes a container without any event, as if it had been missed.
  public synchronized void change(String id, UnaryOperator<Container> change) {
    containers.put(id, change.apply(container(id)));
  }

  /// Takes a container away without any event.
  public synchronized void forget(String id) {
    containers.remove(container(id).id());
    files.remove(id);
  }

  public synchronized Container container(String id) {
    return Optional.ofNullable(containers.get(id))
        .orElseThrow(() -> new EngineException("No such container: " + id));
  }

  /// What commands answer, from now on.
  public void onExec(BiFunction<Container, List<String>, ExecResult> answer) {
    commands = answer;
  }

  /// The files in a container: absolute path and content.
  public synchronized SortedMap<String, String> files(String id) {
    SortedMap<String, String> contents = new TreeMap<>();
    copied(id).forEach((path, file) -> contents.put(path, file.content()));
    return contents;
  }

  /// The permission bits of a file in a container.
  public synchronized int mode(String id, String path) {
    return Optional.ofNullable(copied(id).get(path)).orElseThrow().mode();
  }

  /// How many bytes there are in a file in a container.
  public synchronized int size(String id, String path) {
    CopiedFile file = Optional.ofNullable(copied(id).get(path)).orElseThrow();
    return file.content().getBytes(file.charset()).length;
  }

  /// Puts a file there, as if the image or a command had.
  public synchronized void write(String id, String path, String content) {
    copied(id).put(path, new CopiedFile(path, content, 0644));
  }

  /// As `mv -f` does in a container.
  public synchronized void move(String id, String from, String to) {
    copied(id).put(to, Optional.ofNullable(copied(id).remove(from)).orElseThrow());
  }

  public synchronized void delete(String id, String path) {
    copied(id).remove(path);
  }

  /// Copying into this directory fails, as it does where the directory does not exist.
  public synchronized void withoutDirectory(String path) {
    missingDirectories.add(path);
  }

  /// The next call of this method fails once: `observe`, `subscribe`, `copyInto`, `exec`,
  /// `connect`, `connectedByUs`, `disconnect`, `pulse`.
  public void failNext(String call, String message) {
    faults.failNext(call, new EngineException(message));
  }

  public void failNext(String call, EngineException failure) {
    faults.failNext(call, failure);
  }

  /// The next call of this method does its work, and then its answer is lost.
  public void loseNextAnswer(String call, String message) {
    faults.loseNext(call, new EngineException(message));
  }

  /// After the next call of this method has done its work, and before it answers, this happens.
  public void afterNext(String call, Runnable happens) {
    faults.afterNext(call, happens);
  }

  /// Every call of this method fails until [#heal].
  public void failAlways(String call, EngineException failure) {
    faults.failAlways(call, failure);
  }

  public void heal(String call) {
    faults.heal(call);
  }

  /// The next call of this method answers nothing until [#release], or until its limit.
  public void hangNext(String call) {
    faults.hangNext(call);
  }

  public void release() {
    faults.release();
  }

  /// How long a call may hang; ten seconds unless said otherwise. A command has its own limit.
  public void callLimit(Duration limit) {
    faults.limit(limit);
  }

  public void emit(EngineEvent event) {
    streams.forEach(swallowing ? FakeStream::miss : stream -> stream.offer(event));
  }

  /// True: the streams stay open and say nothing more, and a pulse shows it.
  public void swallowEvents(boolean swallow) {
    swallowing = swallow;
  }

  /// Ends every event stream, as a restarting engine does.
  public void cutStreams(String message) {
    List<FakeStream> cut = List.copyOf(streams);
    streams.clear();
    cut.forEach(stream -> stream.cut(new EngineException(message)));
  }

  /// How often it was asked whether a stream has left something out.
  public int pulses() {
    return pulses.get();
  }

  public int liveStreams() {
    return streams.size();
  }

  /// Every call so far, one a line: `observe`, `copy web:/etc/nginx nginx.conf`, `exec web: nginx
  /// -t`, `connect app web`; with ` -> failed: why` where it failed.
  public List<String> transcript() {
    synchronized (transcript) {
      return List.copyOf(transcript);
    }
  }

  public void clearTranscript() {
    transcript.clear();
  }

  // What it does as an engine.

  @Override
  public Observation observe() {
    return recorded("observe", "observe", this::look);
  }

  @Override
  public Observation observe(Observation earlier, Set<String> ids) {
    if (identity.classicSwarm() || !identity.equals(earlier.engine())) {
      return observe();
    }
    String names = ids.stream().map(this::name).sorted().collect(Collectors.joining(" "));
    Observation seen =
        recorded(
            "observe",
            "observe " + names,
            () -> {
              Observation all = look();
              List<Container> some =
                  all.containers().stream().filter(each -> ids.contains(each.id())).toList();
              return earlier.knowsNetworksOf(some)
                  ? earlier.with(ids, new Listed<>(some, List.of()))
                  : new Observation(identity, Nodes.NONE, List.of(), List.of());
            });
    return seen.networks().isEmpty() ? observe() : seen;
  }

  @Override
  public synchronized Optional<SwarmSource> swarmSource() {
    return manager.map(one -> one);
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    return recorded(
        "subscribe",
        "subscribe",
        () -> {
          FakeStream stream = new FakeStream(onEvent, onEnd, streams::remove, this::pulse);
          streams.add(stream);
          return stream;
        });
  }

  /// Not in the transcript, which would never be the same.
  private Pulse pulse(Pulse really) {
    try {
      faults.before("pulse", Optional.empty());
      pulses.incrementAndGet();
      return look().engine().classicSwarm() ? Pulse.UNKNOWN : really;
    } catch (EngineException unanswered) {
      return Pulse.UNKNOWN;
    }
  }

  @Override
  public void copyInto(String containerId, String directory, List<CopiedFile> copied) {
    String names = copied.stream().map(CopiedFile::name).collect(Collectors.joining(" "));
    String line = "copy %s:%s %s".formatted(name(containerId), directory, names);
    recorded("copyInto", line, () -> store(containerId, directory, copied));
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration limit) {
    String line = "exec %s: %s".formatted(name(containerId), String.join(" ", command));
    return recorded(
        "exec",
        line,
        Optional.of(limit),
        () -> {
          Container container = container(containerId);
          if (!container.running()) {
            throw new EngineException(
                "409: container %s is not running".formatted(container.name()));
          }
          return commands.apply(container, command);
        });
  }

  /// Not in the transcript: it comes when nothing else is to be done.
  @Override
  public Optional<ExecResult> ask(String containerId, List<String> command) {
    Container container = container(containerId);
    return container.running() ? Optional.of(commands.apply(container, command)) : Optional.empty();
  }

  @Override
  public void connect(String network, String containerId) {
    String line = "connect %s %s".formatted(networkName(network), name(containerId));
    recorded(
        "connect",
        line,
        () -> {
          String name = known(network);
          if (container(containerId).attachment(name).isEmpty()) {
            attach(containerId, name);
            marked(containerId).add(name);
            emit(FakeEvents.network("connect", name, containerId));
          }
          return line;
        });
  }

  @Override
  public Set<String> connectedByUs(String containerId) {
    return recorded(
        "connectedByUs",
        "connectedByUs " + name(containerId),
        () -> {
          Set<String> all = new TreeSet<>(container(containerId).networks().keySet());
          all.retainAll(marked(containerId));
          return all;
        });
  }

  @Override
  public StopPolicy stopPolicy(String containerId) {
    return recorded(
        "stopPolicy",
        "stopPolicy " + name(containerId),
        () -> policies.getOrDefault(container(containerId).id(), StopPolicy.DEFAULT));
  }

  @Override
  public void disconnect(String network, String containerId) {
    String line = "disconnect %s %s".formatted(networkName(network), name(containerId));
    recorded(
        "disconnect",
        line,
        () -> {
          if (attached(network, containerId)) {
            String name = known(network);
            detach(containerId, name);
            marked(containerId).remove(name);
            EngineEvent gone = FakeEvents.network("disconnect", name, containerId);
            emit(gone);
            emit(gone); // As a real engine does, twice.
          }
          return line;
        });
  }

  @Override
  public void close() {
    release();
    streams.forEach(FakeStream::close);
  }

  private <T> T recorded(String call, String line, Supplier<T> work) {
    return recorded(call, line, Optional.empty(), work);
  }

  private <T> T recorded(String call, String line, Optional<Duration> limit, Supplier<T> work) {
    try {
      faults.before(call, limit);
      T result = work.get();
      faults.after(call);
      transcript.add(line);
      return result;
    } catch (EngineException e) {
      transcript.add(line + " -> failed: " + e.getMessage());
      throw e;
    }
  }

  private synchronized Observation look() {
    List<Container> seen =
        containers.values().stream()
            .filter(each -> each.node().isEmpty() || nodes.seen().contains(each.node()))
            .toList();
    return new Observation(identity, nodes, seen, List.copyOf(networks.values()));
  }

  private synchronized String networkName(String network) {
    return networks.values().stream()
        .filter(each -> each.id().equals(network))
        .findFirst()
        .map(Network::name)
        .orElse(network);
  }

  private synchronized String store(String id, String directory, List<CopiedFile> copied) {
    String name = container(id).name();
    if (missingDirectories.contains(directory)) {
      throw new EngineException(
          "404: could not find the directory %s in container %s".formatted(directory, name));
    }
    String prefix = directory.endsWith("/") ? directory : directory + "/";
    copied.forEach(file -> copied(id).put(prefix + file.name(), file));
    return name;
  }

  private SortedMap<String, CopiedFile> copied(String id) {
    return files.computeIfAbsent(container(id).id(), any -> new TreeMap<>());
  }

  private synchronized String name(String id) {
    Container container = containers.get(id);
    return container == null ? id : container.name();
  }

  private synchronized Set<String> marked(String id) {
    return marks.computeIfAbsent(id, any -> new TreeSet<>());
  }

  private synchronized String known(String network) {
    return networks.values().stream()
        .filter(each -> each.id().equals(network) || each.name().equals(network))
        .findFirst()
        .orElseThrow(() -> new EngineException("404: network %s not found".formatted(network)))
        .name();
  }

  private synchronized boolean attached(String network, String id) {
    return containers.containsKey(id)
        && container(id).networks().entrySet().stream()
            .anyMatch(
                at -> at.getKey().equals(network) || at.getValue().networkId().equals(network));
  }

  private void attach(String id, String network) {
    String address = "172.30.%d.%d".formatted(addresses >> 8, ++addresses & 0xff);
    place(id, network, Optional.of(ContainerBuilder.attachment(network, id, address)));
  }

  private void detach(String id, String network) {
    place(id, network, Optional.empty());
  }

  private synchronized void place(String id, String network, Optional<Attachment> attachment) {
    SortedMap<String, Attachment> places = new TreeMap<>(container(id).networks());
    places.remove(network);
    attachment.ifPresent(it -> places.put(network, it));
    change(id, it -> with(it, it.state(), it.health(), places));
  }

  private void end(String id, int exitCode) {
    become(id, State.EXITED);
    change(id, it -> it.exited(exitCode));
    emit(event("die", id, "exitCode", Integer.toString(exitCode)));
    for (String network : container(id).networks().keySet()) {
      place(id, network, Optional.of(ContainerBuilder.attachment(network, id, "")));
      emit(FakeEvents.network("disconnect", network, id));
    }
  }

  private void become(String id, State state) {
    change(id, it -> with(it, state, it.health(), it.networks()));
  }

  private EngineEvent event(String action, String id, String... attribute) {
    return FakeEvents.container(action, container(id), attribute);
  }

  private static Container with(
      Container it, State state, Health health, SortedMap<String, Attachment> networks) {
    Container changed =
        new Container(
            it.id(),
            it.name(),
            it.node(),
            it.image(),
            it.created(),
            state,
            health,
            it.networkMode(),
            it.labels(),
            it.ports(),
            networks);
    return state == State.RUNNING || it.exitCode().isEmpty()
        ? changed
        : changed.exited(it.exitCode().getAsInt());
  }
}
