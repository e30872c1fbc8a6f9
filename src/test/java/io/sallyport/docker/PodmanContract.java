package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.docker.http.DockerConnection;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Port;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineContract;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.Source.Subscription.Pulse;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Podman's Docker-compatible socket keeps the contract. What it cannot is overridden here, with
/// what it does instead.
abstract class PodmanContract extends EngineContract {
  private final RealEngine real;
  private final DockerEngine engine;

  PodmanContract(DockerConnection connection) {
    real = new RealEngine(connection);
    engine = new DockerEngine(connection);
  }

  @AfterEach
  void cleanUp() {
    engine.close();
    real.close();
  }

  @Test
  void seesPortsThatAreNotPublished() {
    String id = run("interlock.hostname", "shop");

    Container seen = engine.source().observe().container(id).orElseThrow();
    assertThat(seen.ports()).containsExactly(new Port(80, "", 0, "tcp"));
    assertThat(engine.source().observe().container(id)).as("also when it is known").hasValue(seen);
  }

  @Test
  void checksEveryEndpoint() {
    assertThat(engine.permissions()).allMatch(permission -> permission.problem().isEmpty());
  }

  /// Podman says nothing of networks at start and end, and has no `stop`.
  @Test
  @Override
  protected void tellsWhatHappens() {
    try (Subscription _ = subscribe()) {
      String id = run("interlock.hostname", "shop");
      stop(id);
      start(id);
      remove(id);
      await().atMost(Duration.ofSeconds(20)).until(() -> actions(id).contains("destroy"));

      assertThat(actions(id)).containsSubsequence("start", "die", "start", "die", "destroy");
    }
  }

  @Test
  @Override
  protected void saysNothingOfItsOwnCommandsAndCopies() {
    String id = run("interlock.hostname", "shop");
    try (Subscription _ = subscribe()) {
      engine.access().exec(id, List.of("true"), Duration.ofSeconds(20));
      stop(id);
      await().atMost(Duration.ofSeconds(20)).until(() -> actions(id).contains("die"));

      assertThat(actions(id).getFirst()).isIn("kill", "die", "stop"); // In any order.
    }
  }

  /// Podman makes the directory.
  @Test
  @Override
  protected void refusesToCopyToWhereNothingIs() {
    assertThatThrownBy(() -> engine.access().copyInto("nobody", "/tmp", List.of()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody");
  }

  /// Here too.
  @Test
  @Override
  protected void deliversNothingToWhereNothingIs() {
    assertThatThrownBy(() ->
            engine
                .access()
                .deliver("nobody", "/tmp", List.of(), List.of("true"), Duration.ofSeconds(20)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  @Override
  protected void runsNothingInAStoppedContainer() {
    String id = run("interlock.hostname", "shop");
    stop(id);

    assertThatThrownBy(() -> engine.access().exec(id, List.of("true"), Duration.ofSeconds(20)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("only create exec sessions on running containers");
  }

  /// An event does not say which network it is about.
  @Test
  @Override
  protected void connectsAndDisconnects() {
    String id = run("interlock.hostname", "shop");
    String network = network();
    try (Subscription _ = subscribe()) {
      engine.access().connect(network, id);
      engine.access().connect(network, id);
      assertThat(engine.source().observe().container(id).orElseThrow().attachment(network))
          .hasValueSatisfying(at -> assertThat(at.address()).isNotEmpty());
      engine.access().disconnect(network, id);
      engine.access().disconnect(network, id);
      assertThat(engine.source().observe().container(id).orElseThrow().attachment(network))
          .isEmpty();
      await().until(() -> actions(id).contains("disconnect"));
      assertThat(actions(id)).startsWith("connect", "disconnect");
    }
  }

  /// The image says SIGQUIT, and Podman keeps no timeout that nobody has set.
  @Override
  protected StopPolicy stopPolicy() {
    return new StopPolicy(3, Duration.ofSeconds(0));
  }

  /// What it remembers is all of its log.
  @Override
  protected Pulse pulse() {
    return Pulse.UNKNOWN;
  }

  @Override
  protected Source source() {
    return engine.source();
  }

  @Override
  protected ContainerAccess access() {
    return engine.access();
  }

  @Override
  protected String run(String label, String value) {
    return real.run(Map.of(label, value));
  }

  @Override
  protected void start(String id) {
    real.start(id);
  }

  @Override
  protected void stop(String id) {
    real.stop(id);
  }

  @Override
  protected void remove(String id) {
    real.remove(id);
  }

  @Override
  protected String network() {
    return real.network();
  }
}
