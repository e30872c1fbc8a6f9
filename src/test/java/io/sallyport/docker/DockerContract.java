package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docker.http.DockerConnection;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineContract;
import io.sallyport.source.Source;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Docker Engine keeps the contract, in each version.
abstract class DockerContract extends EngineContract {
  private final RealEngine real;
  private final DockerEngine engine;

  DockerContract(DockerConnection connection) {
    this(connection, connection);
  }

  /// @param made where containers are made
  /// @param asked how their engine is asked
  DockerContract(DockerConnection made, DockerConnection asked) {
    real = new RealEngine(made);
    engine = new DockerEngine(asked);
  }

  @AfterEach
  void cleanUp() {
    engine.close();
    real.close();
  }

  @Test
  void keepsTheBeginningOfALongOutput() {
    String id = run("interlock.hostname", "shop");

    ExecResult result =
        engine
            .access()
            .exec(
                id,
                List.of("sh", "-c", "echo first; head -c 5000000 /dev/zero | tr '\\0' x; exit 4"),
                Duration.ofSeconds(20));

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.output()).startsWith("first\nxxx").endsWith("(4934470 bytes more)");
  }

  /// The image says SIGQUIT.
  @Override
  protected StopPolicy stopPolicy() {
    return new StopPolicy(3, Duration.ofSeconds(10));
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
    return real.run(labels(label, value));
  }

  /// Of a container.
  protected Map<String, String> labels(String label, String value) {
    return Map.of(label, value);
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

  @Test
  void seesTheSameInASnapshot() {
    String id = run("interlock.hostname", "shop");

    Container saved = engine.snapshot().observation().container(id).orElseThrow();

    assertThat(saved)
        .usingRecursiveComparison()
        .ignoringFields("labels") // Only ours are saved.
        .isEqualTo(source().observe().container(id).orElseThrow());
    assertThat(saved.label("interlock.hostname")).hasValue("shop");
  }
}
