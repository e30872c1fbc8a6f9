package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.Source.Subscription.Pulse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract, and fails where it is told to.
class FakeEngineTest extends EngineContract {
  private final FakeEngine engine = new FakeEngine();
  private int made;

  @BeforeEach
  void knowsAFewCommands() {
    engine.onExec((container, command) ->
        switch (command.getFirst()) {
          case "cat" -> new ExecResult(0, file(container, command.getLast()));
          case "wc" ->
              new ExecResult(0, engine.size(container.id(), command.getLast()) + " bytes\n");
          case "stat" ->
              new ExecResult(
                  0, Integer.toOctalString(engine.mode(container.id(), command.getLast())) + "\n");
          case "test" ->
              new ExecResult(
                  engine.files(container.id()).containsKey(command.getLast()) ? 0 : 1, "");
          case "sh" -> new ExecResult(3, "out\nerr\n");
          default -> new ExecResult(0, "");
        });
  }

  @Override
  protected void endlessCommandComes() {
    engine.hangNext("exec");
  }

  @Test
  void knowsThatSomethingWasLeftOut() {
    String id = run("interlock.hostname", "shop");
    try (Subscription stream = subscribe()) {
      engine.swallowEvents(true);
      assertThat(stream.pulse()).isEqualTo(Pulse.LIVE);
      engine.stop(id);
      assertThat(stream.pulse()).isEqualTo(Pulse.SILENT);
      engine.swallowEvents(false);
      engine.start(id);
      assertThat(stream.pulse()).as("a later event makes good for it").isEqualTo(Pulse.LIVE);
    }
  }

  @Test
  void writesATranscript() {
    String id = engine.run(ContainerBuilder.named("web"));
    engine.observe();
    engine.copyInto(
        id,
        "/etc/nginx",
        List.of(new CopiedFile("a.conf", "", 0644), new CopiedFile("b.conf", "", 0644)));
    engine.exec(id, List.of("nginx", "-t"), Duration.ofSeconds(1));
    engine.failNext("connect", "no");
    assertThatThrownBy(() -> engine.connect("bridge", id)).hasMessage("no");
    engine.connect("bridge", id);

    assertThat(engine.transcript())
        .containsExactly(
            "observe",
            "copy web:/etc/nginx a.conf b.conf",
            "exec web: nginx -t",
            "connect bridge web -> failed: no",
            "connect bridge web");
    assertThat(engine.files(id)).containsOnlyKeys("/etc/nginx/a.conf", "/etc/nginx/b.conf");
  }

  @Test
  void losesAnAnswer() {
    String id = engine.run(ContainerBuilder.named("web"));
    engine.loseNextAnswer("copyInto", "cut");

    assertThatThrownBy(
            () -> engine.copyInto(id, "/tmp", List.of(new CopiedFile("a", "text", 0644))))
        .hasMessage("cut");
    assertThat(engine.files(id)).containsEntry("/tmp/a", "text");
  }

  @Test
  void cutsStreams() {
    List<EngineException> ends = new CopyOnWriteArrayList<>();
    engine.subscribe(event -> {}, ends::add);
    engine.cutStreams("the engine went away");

    await().until(() -> !ends.isEmpty());
    assertThat(ends)
        .hasSize(1)
        .first()
        .extracting(Throwable::getMessage)
        .isEqualTo("the engine went away");
    assertThat(engine.liveStreams()).isZero();
  }

  @Override
  protected Source source() {
    return engine;
  }

  @Override
  protected ContainerAccess access() {
    return engine;
  }

  @Override
  protected String run(String label, String value) {
    return engine.run(ContainerBuilder.named("c" + ++made).label(label, value));
  }

  @Override
  protected void start(String id) {
    engine.start(id);
  }

  @Override
  protected void stop(String id) {
    engine.stop(id);
  }

  @Override
  protected void remove(String id) {
    engine.remove(id);
  }

  @Override
  protected String network() {
    String name = "net" + ++made;
    engine.network(name);
    return name;
  }

  private String file(Container container, String path) {
    return engine.files(container.id()).getOrDefault(path, "");
  }
}
