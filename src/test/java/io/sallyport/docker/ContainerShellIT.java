package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Shells that stay open in real containers.
class ContainerShellIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<CopiedFile> FILES = List.of(new CopiedFile("file", "text\n", 0644));

  /// Shells that read their script from somebody else; this one's is an argument.
  private static final String SHELLS =
      "n=0; for p in /proc/[0-9]*; do [ \"$(tr '\\0' ' ' < $p/cmdline)\" = 'sh ' ] && n=$((n + 1));"
          + " done 2>/dev/null; echo $n";

  private final RealEngine real = new RealEngine();
  private final DockerEngine engine = new DockerEngine(RealEngine.connection());
  private final DockerEngine onlooker = new DockerEngine(RealEngine.connection());
  private final String id = real.run(Map.of());

  @AfterEach
  void cleanUp() {
    engine.close();
    onlooker.close();
    real.close();
  }

  @Test
  void oneServesManyDeliveries() {
    for (int i = 0; i < 5; i++) {
      assertThat(deliver("cat", "/tmp/file")).isEqualTo(new ExecResult(0, "text\n"));
    }
    assertThat(shells()).isEqualTo(1);
  }

  /// However its owner ends: to the engine, a close and a death are the same.
  @Test
  void endsWithItsConnection() {
    deliver("true");
    assertThat(shells()).isEqualTo(1);
    engine.close();
    await().untilAsserted(() -> assertThat(shells()).isZero());
  }

  @Test
  void anotherFollowsWhenTheContainerIsStartedAnew() {
    deliver("true");
    real.stop(id);
    real.start(id);
    assertThat(deliver("echo", "again")).isEqualTo(new ExecResult(0, "again\n"));
    assertThat(shells()).isEqualTo(1);
  }

  @Test
  void givesUpOnACommandThatDoesNotEnd() {
    assertThatThrownBy(() ->
            engine
                .access()
                .deliver(id, "/tmp", FILES, List.of("sleep", "600"), Duration.ofMillis(300)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has not ended within");
    assertThat(deliver("echo", "next")).isEqualTo(new ExecResult(0, "next\n"));
  }

  @Test
  void twoDeliveriesAtOnceDoNotMeet() throws Exception {
    deliver("true");
    CompletableFuture<ExecResult> slow = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() ->
            slow.complete(
                deliver(
                    "sh",
                    "-c",
                    "touch /tmp/began; until [ -e /tmp/end ]; do sleep 0.1; done; echo slow")));
    await()
        .until(() ->
            onlooker.access().exec(id, List.of("test", "-e", "/tmp/began"), LIMIT).exitCode() == 0);
    assertThat(deliver("echo", "quick")).isEqualTo(new ExecResult(0, "quick\n"));
    onlooker.access().exec(id, List.of("touch", "/tmp/end"), LIMIT);
    assertThat(slow.get()).isEqualTo(new ExecResult(0, "slow\n"));
  }

  @Test
  void keepsTheBeginningAndTheEndOfALongOutput() {
    ExecResult result =
        deliver(
            "sh", "-c", "echo first; head -c 5000000 /dev/zero | tr '\\0' x; echo last; exit 4");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.output())
        .startsWith("first\nxxx")
        .endsWith("xxlast\n")
        .hasSizeLessThan(200_000);
  }

  private ExecResult deliver(String... command) {
    return engine.access().deliver(id, "/tmp", FILES, List.of(command), LIMIT);
  }

  private int shells() {
    return Integer.parseInt(
        onlooker.access().exec(id, List.of("sh", "-c", SHELLS), LIMIT).output().strip());
  }
}
