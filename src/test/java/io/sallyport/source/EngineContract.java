package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.Patience;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.Source.Subscription.Pulse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What every [Source] and [ContainerAccess] does. Run against a real one and against [FakeEngine],
/// so that what is tested with the fake is true of the real one.
public abstract class EngineContract {
  private static final Duration LIMIT = Patience.LIMIT;

  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
  private final List<EngineException> ends = new CopyOnWriteArrayList<>();

  protected abstract Source source();

  protected abstract ContainerAccess access();

  /// Makes and starts a container.
  protected abstract String run(String label, String value);

  protected abstract void start(String id);

  protected abstract void stop(String id);

  protected abstract void remove(String id);

  /// Makes a network.
  ///
  /// @return its name
  protected abstract String network();

  /// How the containers of [#run] are stopped.
  protected StopPolicy stopPolicy() {
    return StopPolicy.DEFAULT;
  }

  /// The next command is one that does not end.
  protected void endlessCommandComes() {}

  @Test
  void seesARunningContainer() {
    String id = run("interlock.hostname", "shop");

    Container seen = source().observe().container(id).orElseThrow();

    assertThat(seen.state()).isEqualTo(State.RUNNING);
    assertThat(seen.label("interlock.hostname")).hasValue("shop");
    assertThat(seen.networks()).hasSize(1);
    assertThat(seen.networks().firstEntry().getValue().address()).isNotEmpty();
    assertThat(source().observe().networks())
        .extracting(Network::name)
        .contains(seen.networks().firstKey());
  }

  @Test
  void seesAStoppedContainer() {
    String id = run("interlock.hostname", "shop");
    stop(id);

    Container seen = source().observe().container(id).orElseThrow();

    assertThat(seen.running()).isFalse();
    assertThat(seen.networks().values()).allSatisfy(at -> assertThat(at.address()).isEmpty());
  }

  @Test
  void seesSingleContainers() {
    String changing = run("interlock.hostname", "changing");
    String staying = run("interlock.hostname", "staying");
    Observation earlier = source().observe();
    String coming = run("interlock.hostname", "coming");
    stop(changing);
    remove(staying);

    Observation now = source().observe(earlier, Set.of(changing, coming));
    assertThat(now.container(changing).orElseThrow().running()).isFalse();
    assertThat(now.container(coming)).isEqualTo(source().observe().container(coming));
    assertThat(source().observe(now, Set.of(staying)).container(staying)).isEmpty();
  }

  /// One on a network that the earlier look did not see.
  @Test
  protected void seesEverythingWhereSingleContainersAreNotEnough() {
    String id = run("interlock.hostname", "shop");
    Observation earlier = source().observe();
    String network = network();
    access().connect(network, id);

    assertThat(source().observe(earlier, Set.of(id)).networks())
        .extracting(Network::name)
        .contains(network);
  }

  @Test
  protected void tellsWhatHappens() {
    String before = run("interlock.hostname", "before");
    try (Subscription _ = subscribe()) {
      String id = run("interlock.hostname", "shop");
      stop(id);
      start(id);
      remove(id);
      awaitEvent("destroy", id);

      assertThat(actions(id))
          .containsSubsequence("connect", "start", "kill", "die", "connect", "start")
          .containsSubsequence("kill", "disconnect", "connect") // From engine 26 on before `die`.
          .containsSubsequence("kill", "stop")
          .containsSubsequence("stop", "connect", "start", "kill", "die", "destroy");
      assertThat(eventsOf(id))
          .filteredOn(event -> event.action().equals("start"))
          .allSatisfy(event -> assertThat(event.attributes()).containsKey("interlock.hostname"));
      assertThat(events).extracting(EngineEvent::containerId).doesNotContain(before);
      assertThat(ends).isEmpty();
    }
  }

  @Test
  void knowsThatNothingWasLeftOut() {
    try (Subscription stream = subscribe()) {
      String id = run("interlock.hostname", "shop");
      awaitEvent("start", id);
      assertThat(stream.pulse()).isEqualTo(pulse());
      stop(id);
      awaitEvent("die", id);
      assertThat(stream.pulse()).isEqualTo(pulse());
    }
  }

  /// Of a stream that is as it should be.
  protected Pulse pulse() {
    return Pulse.LIVE;
  }

  @Test
  void tellsHowAContainerIsStopped() {
    String id = run("interlock.hostname", "shop");

    assertThat(source().stopPolicy(id)).isEqualTo(stopPolicy());
    assertThatThrownBy(() -> source().stopPolicy("0123456789ab"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("0123456789ab");
  }

  @Test
  void saysNothingAfterAClose() {
    Subscription closed = subscribe();
    closed.close();
    closed.close();
    try (Subscription _ = source().subscribe(event -> {}, ends::add)) {
      String id = run("interlock.hostname", "shop");
      stop(id);

      assertThat(events).isEmpty();
      assertThat(ends).isEmpty();
    }
  }

  @Test
  protected void saysNothingOfItsOwnCommandsAndCopies() {
    String id = run("interlock.hostname", "shop");
    try (Subscription _ = subscribe()) {
      access().copyInto(id, "/tmp", List.of(new CopiedFile("a", "text", 0644)));
      access().exec(id, List.of("true"), LIMIT);
      stop(id);
      awaitEvent("stop", id);

      assertThat(actions(id).getFirst()).isEqualTo("kill");
    }
  }

  @Test
  void copiesFiles() {
    String id = run("interlock.hostname", "shop");
    String large = "0123456789abcdef".repeat(20_000) + "\n";

    access()
        .copyInto(
            id,
            "/tmp",
            List.of(
                new CopiedFile("small", "with ümlaut\n", 0644),
                new CopiedFile("large", large, 0600),
                new CopiedFile("empty", "", 0644)));
    access().copyInto(id, "/tmp", List.of(new CopiedFile("small", "again ü\n", 0640)));

    assertThat(access().exec(id, List.of("cat", "/tmp/small"), LIMIT))
        .isEqualTo(new ExecResult(0, "again ü\n"));
    assertThat(access().exec(id, List.of("wc", "-c", "/tmp/large"), LIMIT).output())
        .startsWith("320001");
    assertThat(access().exec(id, List.of("stat", "-c", "%a", "/tmp/large"), LIMIT).output())
        .isEqualTo("600\n");
    assertThat(access().exec(id, List.of("wc", "-c", "/tmp/empty"), LIMIT).output())
        .startsWith("0");
  }

  @Test
  void copiesFilesIntoFoldersThatItMakes() {
    String id = run("interlock.hostname", "shop");
    String deep = "folder/of/" + "x".repeat(90) + "/" + "y".repeat(95);
    String wide = "\u0080\u00ff";

    access()
        .copyInto(
            id,
            "/tmp",
            List.of(
                new CopiedFile("folder/one", "1", 0600),
                new CopiedFile(deep, wide, StandardCharsets.ISO_8859_1, 0600)));

    ExecResult bytes = access().exec(id, List.of("wc", "-c", "/tmp/" + deep), LIMIT);
    assertThat(bytes.output()).startsWith("2 ");
    assertThat(access().exec(id, List.of("stat", "-c", "%a", "/tmp/folder/one"), LIMIT).output())
        .isEqualTo("600\n");
  }

  @Test
  protected void refusesToCopyToWhereNothingIs() {
    String id = run("interlock.hostname", "shop");
    List<CopiedFile> files = List.of(new CopiedFile("a", "text", 0644));

    assertThatThrownBy(() -> access().copyInto(id, "/no/such/directory", files))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("/no/such/directory");
    assertThatThrownBy(() -> access().copyInto("nobody", "/tmp", files))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void runsCommands() {
    String id = run("interlock.hostname", "shop");

    ExecResult both =
        access().exec(id, List.of("sh", "-c", "echo out; echo err >&2; exit 3"), LIMIT);
    assertThat(both.exitCode()).isEqualTo(3);
    assertThat(both.output().lines()).containsExactlyInAnyOrder("out", "err");
    assertThat(access().exec(id, List.of("true"), LIMIT)).isEqualTo(new ExecResult(0, ""));
  }

  /// Nothing in a file is taken for a word of whoever writes it.
  @Test
  void deliversFilesAndRunsACommand() {
    String id = run("interlock.hostname", "shop");
    String nasty =
        "$(id) `id` ${x} 'one' \"two\" \\ \\n !! <<EOF\nEOF\n\t}\r\n\nsallyport- \u00fc \u2713\n";
    String large = "0123456789abcde\n".repeat(40_000);

    for (String text : List.of(nasty, large, "\n", "no end of line", "")) {
      ExecResult size =
          deliver(id, new CopiedFile("it's", text, 0644), List.of("wc", "-c", "/tmp/it's"));
      assertThat(size.exitCode()).isZero();
      assertThat(size.output()).startsWith(text.getBytes(StandardCharsets.UTF_8).length + " ");
    }
    assertThat(
            deliver(id, new CopiedFile("small", nasty, 0644), List.of("cat", "/tmp/small"))
                .output())
        .isEqualTo(nasty);
    assertThat(
            deliver(
                id,
                new CopiedFile("secret", "s\n", 0600),
                List.of("stat", "-c", "%a", "/tmp/secret")))
        .isEqualTo(new ExecResult(0, "600\n"));
    ExecResult both =
        deliver(
            id,
            new CopiedFile("a", "text\n", 0644),
            List.of("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(both.exitCode()).isEqualTo(3);
    assertThat(both.output().lines()).containsExactlyInAnyOrder("out", "err");
  }

  private ExecResult deliver(String id, CopiedFile file, List<String> command) {
    return access().deliver(id, "/tmp", List.of(file), command, LIMIT);
  }

  @Test
  protected void deliversNothingToWhereNothingIs() {
    String id = run("interlock.hostname", "shop");
    List<CopiedFile> files = List.of(new CopiedFile("a", "text\n", 0644));

    assertThatThrownBy(() ->
            access().deliver(id, "/no/such/directory", files, List.of("touch", "/tmp/b"), LIMIT))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("/no/such/directory");
    assertThat(access().exec(id, List.of("test", "-e", "/tmp/b"), LIMIT).exitCode()).isNotZero();
    assertThatThrownBy(() -> access().deliver("nobody", "/tmp", files, List.of("true"), LIMIT))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void givesUpOnACommandThatDoesNotEnd() {
    String id = run("interlock.hostname", "shop");
    endlessCommandComes();

    assertThatThrownBy(() -> access().exec(id, List.of("sleep", "600"), Duration.ofMillis(300)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("300 ms");
  }

  @Test
  protected void runsNothingInAStoppedContainer() {
    String id = run("interlock.hostname", "shop");
    stop(id);

    assertThatThrownBy(() -> access().exec(id, List.of("true"), LIMIT))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is not running");
  }

  @Test
  protected void connectsAndDisconnects() {
    String id = run("interlock.hostname", "shop");
    String network = network();
    try (Subscription _ = subscribe()) {
      access().connect(network, id);
      access().connect(network, id);
      assertThat(source().observe().container(id).orElseThrow().attachment(network))
          .hasValueSatisfying(at -> assertThat(at.address()).isNotEmpty());

      access().disconnect(network, id);
      access().disconnect(network, id);
      assertThat(source().observe().container(id).orElseThrow().attachment(network)).isEmpty();

      await().until(() -> actions(id).contains("disconnect"));
      assertThat(actions(id)).startsWith("connect", "disconnect");
      assertThat(eventsOf(id).getFirst().network()).isEqualTo(network);
    }
  }

  @Test
  void connectsByIdentifierToo() {
    String id = run("interlock.hostname", "shop");
    String name = network();
    String networkId =
        source().observe().networks().stream()
            .filter(network -> network.name().equals(name))
            .findFirst()
            .orElseThrow()
            .id();

    access().connect(networkId, id);
    access().connect(networkId, id);
    assertThat(source().observe().container(id).orElseThrow().attachment(name)).isPresent();
    access().disconnect(networkId, id);
    access().disconnect(networkId, id);
    assertThat(source().observe().container(id).orElseThrow().attachment(name)).isEmpty();
  }

  @Test
  void remembersWhatItConnected() {
    String id = run("interlock.hostname", "shop");
    String own = source().observe().container(id).orElseThrow().networks().firstKey();
    String network = network();
    access().connect(own, id);
    assertThat(access().connectedByUs(id)).as("it was there already").isEmpty();

    access().connect(network, id);
    assertThat(access().connectedByUs(id)).containsExactly(network);
    stop(id);
    start(id);
    assertThat(access().connectedByUs(id)).containsExactly(network);

    access().disconnect(network, id);
    assertThat(access().connectedByUs(id)).isEmpty();
  }

  @Test
  protected void connectsToTheDefaultNetworkToo() {
    String id = run("interlock.hostname", "shop");
    String own = source().observe().container(id).orElseThrow().networks().firstKey();

    access().disconnect(own, id);
    access().connect(own, id);
    assertThat(access().connectedByUs(id)).containsExactly(own);
  }

  @Test
  void doesNotConnectToWhatIsNotThere() {
    String id = run("interlock.hostname", "shop");

    assertThatThrownBy(() -> access().connect("no-such-network", id))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no-such-network");
    access().disconnect("no-such-network", id);
    access().disconnect(network(), "f".repeat(64));
  }

  protected Subscription subscribe() {
    return source().subscribe(events::add, ends::add);
  }

  private void awaitEvent(String action, String id) {
    await().until(() -> actions(id).contains(action));
  }

  protected List<String> actions(String id) {
    return eventsOf(id).stream().map(EngineEvent::action).toList();
  }

  /// Others may use a real engine at the same time.
  private List<EngineEvent> eventsOf(String id) {
    return events.stream().filter(event -> event.containerId().equals(id)).toList();
  }
}
