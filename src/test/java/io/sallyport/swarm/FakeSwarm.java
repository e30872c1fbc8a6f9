package io.sallyport.swarm;

import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import io.sallyport.source.FakeManager;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmTask;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A Swarm of engines in memory, whose first is a manager and has the network `web` with all
/// others. Node `node-K` has the host name `host-K` and the address `10.99.0.K`.
public final class FakeSwarm implements AutoCloseable {
  public static final String NETWORK = "web";

  private static final int PORT = 2476;
  private static final Duration FIRST = Duration.ofMillis(300);

  private final FakeEngine own;
  private final FakeManager manager;
  private final Map<String, FakeEngine> byAddress = new ConcurrentHashMap<>();
  private final CompositeEngine engine;

  /// @param own the manager's engine
  public FakeSwarm(FakeEngine own) {
    this.own = own;
    manager = own.manager();
    own.overlay(NETWORK);
    say(1, "ready");
    engine =
        new CompositeEngine(
            new NodeEngine(own, own, () -> {}),
            manager,
            (node, address) -> {
              FakeEngine other =
                  Optional.ofNullable(byAddress.get(address)).orElseThrow(FakeSwarm::refused);
              return new NodeEngine(other, other, () -> {});
            },
            Set::of,
            PORT,
            FIRST);
  }

  public CompositeEngine engine() {
    return engine;
  }

  FakeEngine own() {
    return own;
  }

  FakeManager manager() {
    return manager;
  }

  /// One more node, with an agent.
  public FakeEngine join(int number) {
    FakeEngine other = new FakeEngine();
    other.overlay(NETWORK);
    byAddress.put("10.99.0.%d:%d".formatted(number, PORT), other);
    say(number, "ready");
    return other;
  }

  /// What the manager says of a node.
  public void say(int number, String state) {
    manager.node(
        new SwarmNode(
            "node-" + number,
            "host-" + number,
            "10.99.0." + number,
            state,
            "active",
            number == 1,
            number == 1));
  }

  private static EngineException refused() {
    return new EngineException("connection refused");
  }

  /// Its agent answers nothing more.
  public static void lose(FakeEngine other) {
    other.failAlways("observe", refused());
    other.failAlways("subscribe", refused());
    other.failAlways("exec", refused());
    other.cutStreams("cut");
  }

  public static void findAgain(FakeEngine other) {
    other.heal("observe");
    other.heal("subscribe");
    other.heal("exec");
  }

  /// A running task of service `shop`.
  ///
  /// @return the container's identifier
  public String task(FakeEngine on, int node, String name, String address) {
    String id =
        on.run(
            ContainerBuilder.named("shop." + name)
                .task("task-" + name, "shop")
                .exposing(80)
                .on(NETWORK, address));
    manager.task(
        new SwarmTask("task-" + name, "shop", "node-" + node, 1, "running", "running", id));
    return id;
  }

  @Override
  public void close() {
    engine.close();
    byAddress.values().forEach(FakeEngine::close);
  }
}
