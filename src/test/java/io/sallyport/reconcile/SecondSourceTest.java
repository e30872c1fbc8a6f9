package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEvents;
import io.sallyport.source.Network;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import io.sallyport.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A source that is no engine goes through events, routing, rollout and explaining, and none of
/// these knows it: the port is a seam.
class SecondSourceTest extends LoopBench {
  @TempDir private Path folder;

  /// An orchestrator that writes its tasks into a file, one a line: name and address.
  private static final class TaskFile implements Source {
    private final Path file;
    private final Container proxy;
    private final Network network;
    private final List<Consumer<EngineEvent>> listeners = new CopyOnWriteArrayList<>();

    /// @param network where all of them are
    TaskFile(Path file, Container proxy, Network network) {
      this.file = file;
      this.network = network;
      this.proxy = proxy;
    }

    void write(String tasks) throws IOException {
      Path next = Files.writeString(file.resolveSibling("next"), tasks);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void announce(String task) {
      EngineEvent started = FakeEvents.container("start", container(task + " 0.0.0.0"));
      listeners.forEach(listener -> listener.accept(started));
    }

    @Override
    public Observation observe() {
      try {
        List<Container> all = new ArrayList<>(List.of(proxy));
        Files.readAllLines(file).forEach(line -> all.add(container(line)));
        EngineIdentity identity = new EngineIdentity("tasks", "1");
        return new Observation(identity, Nodes.NONE, all, List.of(network));
      } catch (IOException unreadable) {
        throw new EngineException("the tasks cannot be read", unreadable);
      }
    }

    private static Container container(String line) {
      String[] words = line.split(" ", 2);
      return shop(words[0]).on("bridge", words[1]).build();
    }

    @Override
    public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
      listeners.add(onEvent);
      return new Subscription() {
        @Override
        public Pulse pulse() {
          return Pulse.LIVE;
        }

        @Override
        public void close() {
          listeners.remove(onEvent);
        }
      };
    }
  }

  @Test
  void isFollowedAsAnEngineIs() throws IOException {
    String edge = proxy("edge");
    application("stranger", "10.0.0.9"); // The engine runs it, and the source does not list it.
    TaskFile tasks = tasks(edge);
    LoopUnderTest loop = start(tasks);
    awaitServed(edge, "10.0.0.2:80");
    assertThat(nginx.running(edge)).doesNotContain("10.0.0.9");

    tasks.write("shop 10.0.0.2\nblog 10.0.0.3\n");
    tasks.announce("blog");
    awaitServed(edge, "10.0.0.3:80");

    assertThat(standings(loop))
        .isEqualTo(
            Map.of("edge", Standing.PROXY, "shop", Standing.ROUTED, "blog", Standing.ROUTED));
    assertThat(engine.transcript()).as("asked by nobody").noneMatch(line -> line.startsWith("obs"));
  }

  /// What it cannot say becomes no configuration, as with an engine.
  @Test
  void changesNothingWhereItCannotBeRead() throws IOException {
    String edge = proxy("edge");
    TaskFile tasks = tasks(edge);
    LoopUnderTest loop = start(tasks);
    awaitServed(edge, "10.0.0.2:80");

    Files.delete(folder.resolve("tasks"));
    tasks.announce("shop");
    awaitFailure(loop);
    assertThat(nginx.running(edge)).contains("10.0.0.2:80");
  }

  private TaskFile tasks(String edge) throws IOException {
    Network bridge =
        new Network(engine.network("bridge"), "bridge", "", "bridge", "local", "172.17.0.1");
    TaskFile tasks = new TaskFile(folder.resolve("tasks"), engine.container(edge), bridge);
    tasks.write("shop 10.0.0.2\n");
    return tasks;
  }

  private LoopUnderTest start(TaskFile tasks) {
    return start(
        new ReconcileLoop(
            tasks,
            engine,
            settings,
            new Templates(settings, Drivers.of(new NginxDriver())),
            InstantSource.system()));
  }

  private static void awaitFailure(LoopUnderTest loop) {
    await().until(() -> loop.status().engineProblem().contains("the tasks cannot be read"));
  }

  private static Map<String, Standing> standings(LoopUnderTest loop) {
    return Explainer.planned(loop.loop().history().snapshot().pass().orElseThrow()).stream()
        .collect(Collectors.toMap(Explanation::name, Explanation::standing));
  }
}
