package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.api.StatusServer;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.finding.Finding;
import io.sallyport.history.EventHistory;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.SettingsInUse;
import io.sallyport.history.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `check` says beside a daemon, of which it believes what it cannot see itself.
class CheckCommandTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Finding REFUSED =
      new Finding(
          Finding.Code.QUARANTINED,
          "b2",
          "bank",
          "interlock.ssl_cert",
          "proxy `edge` refuses `bank.local`",
          "put it there");

  /// One Nginx of ours, and one that is wrong in a way that every look shows.
  private static final String SNAPSHOT =
      """
      {"containers": [
        {"Id": "%s", "Names": ["/edge"], "State": "running", "Status": "Up", "Created": 1,
         "Labels": {"interlock.ext.name": "nginx"},
         "NetworkSettings": {"Networks": {"web": {"NetworkID": "n", "IPAddress": "10.0.0.2"}}}},
        {"Id": "%s", "Names": ["/odd"], "State": "running", "Status": "Up", "Created": 2,
         "Labels": {"interlock.hostname": "odd", "interlock.port": "eighty"},
         "NetworkSettings": {"Networks": {"web": {"NetworkID": "n", "IPAddress": "10.0.0.3"}}}}
      ]}
      """
          .formatted("a1".repeat(32), "d4".repeat(32));

  private final EventHistory history = new EventHistory(() -> NOON);
  private final SortedMap<String, ProxyStatus> proxies = new TreeMap<>();
  private List<Finding> findings = List.of();
  private UnaryOperator<Status> status = this::seen;

  @TempDir private Path folder = Path.of("");
  private StatusServer daemon;

  @SuppressWarnings("NullAway.Init")
  CheckCommandTest() {}

  @BeforeEach
  void listen() throws Exception {
    daemon =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> status.apply(Status.starting(NOON)),
            history,
            "1.0",
            Duration.ofMinutes(2),
            () -> NOON,
            Optional.empty());
  }

  private Status seen(Status before) {
    return before.seen(NOON, 1, findings, proxies, List.of());
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private record Checked(int code, String out) {}

  /// With settings whose engine is not there, so that the daemon alone knows something.
  private Checked check(String... more) throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("config.toml"),
            "DockerURL = \"unix:///nowhere\"\nListenAddr = \"127.0.0.1:%d\"\n"
                .formatted(daemon.address().getPort()));
    String[] words = new String[more.length + 3];
    System.arraycopy(new String[] {"check", "-c", settings.toString()}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    StringWriter out = new StringWriter();
    int code = Main.commands().setOut(new PrintWriter(out)).execute(words);
    return new Checked(code, out.toString().replaceAll("(?m)^(\\S+) +", "$1 "));
  }

  /// As if it had been started with them.
  private void daemonUses(Settings settings) {
    history.uses(new SettingsInUse("file config.toml", settings.digest()));
  }

  private Settings settings() {
    return Kinds.supported(
        Settings.defaults()
            .with(Setting.DOCKER_URL, "unix:///nowhere")
            .with(Setting.LISTEN_ADDR, "127.0.0.1:" + daemon.address().getPort()));
  }

  /// What a look at these containers leads to beside the daemon.
  private Checked look(String containers) throws Exception {
    Snapshot snapshot = Snapshot.read("test", containers);
    Checklist list = new Checklist();
    new RoutingCheck(
            settings(),
            Map.of(),
            Optional.of(
                DaemonKnowledge.ask(URI.create("http://127.0.0.1:" + daemon.address().getPort()))),
            list)
        .check(new Inputs.Target.Observed(snapshot.observation(), ProxyProbes.saved(snapshot)));
    return new Checked(list.exitCode(), list.text(StandardCharsets.UTF_8));
  }

  @Test
  void aDaemonThatSeesTheEngineKnowsBetterWhatIsWrongWithLabels() throws Exception {
    proxies.put("edge", ProxyStatus.found("a1".repeat(32), NOON));
    daemonUses(settings());
    assertThat(look(SNAPSHOT).out())
        .contains("✓ labels: nothing wrong")
        .doesNotContain("container odd");
    findings = List.of(REFUSED);
    assertThat(look(SNAPSHOT).out())
        .contains("✗ labels: container bank: ")
        .doesNotContain("container odd");
    findings = List.of();
    status = each -> each;
    assertThat(look(SNAPSHOT).out()).contains("✗ labels: container odd: label interlock.port: ");
    status = each -> seen(each).unseen("it is away");
    assertThat(look(SNAPSHOT).out()).contains("✗ labels: container odd: label interlock.port: ");
    status = each -> seen(each).beaten(NOON.minus(Duration.ofHours(1)), true);
    assertThat(look(SNAPSHOT).out()).contains("✗ labels: container odd: label interlock.port: ");
  }

  @Test
  void saysThatAContainerRestartsUnlessTheDaemonDoes() throws Exception {
    String crashing =
        SNAPSHOT
            .replace(
                "\"State\": \"running\", \"Status\": \"Up\", \"Created\": 2",
                "\"State\": \"restarting\", \"Status\": \"Restarting\", \"Created\": 2")
            .replace("eighty", "80");
    daemonUses(settings());
    Checked before = look(crashing);
    assertThat(before.code()).isEqualTo(ExitCode.LABELS);
    assertThat(before.out())
        .contains(
            "✗ labels: container odd: it is being restarted; see why it exits: docker logs odd")
        .doesNotContain("nothing wrong");
    findings =
        List.of(
            new Finding(
                Finding.Code.FLAPPING, "d4".repeat(32), "odd", "", "it keeps failing", "see why"));
    assertThat(look(crashing).out())
        .contains("✗ labels: container odd: it keeps failing")
        .doesNotContain("being restarted");
  }

  @Test
  void saysThatNobodyHasLookedAtLabels() throws Exception {
    daemonUses(settings());
    assertThat(check().out()).contains("labels: nothing wrong").doesNotContain("not checked");
    status = each -> each;
    assertThat(check().out())
        .contains("labels: not checked: the engine could not be read")
        .doesNotContain("nothing wrong");
    status = each -> seen(each).unseen("it is away");
    assertThat(check().out()).contains("labels: not checked").doesNotContain("nothing wrong");
    status = this::seen;
    daemonUses(Settings.defaults());
    assertThat(check().out()).contains("labels: not checked").doesNotContain("nothing wrong");
  }

  @Test
  void whatADaemonFindsWithOtherSettingsDoesNotCount() throws Exception {
    proxies.put("edge", ProxyStatus.found("a1".repeat(32), NOON));
    daemonUses(Settings.defaults());
    findings =
        List.of(
            REFUSED,
            new Finding(
                Finding.Code.BAD_VALUE, "d4".repeat(32), "odd", "interlock.port", "old words", ""));
    Checked wrong = look(SNAPSHOT);
    assertThat(wrong.code()).isEqualTo(ExitCode.LABELS);
    assertThat(wrong.out())
        .contains("✗ labels: container odd: label interlock.port: \"eighty\" is not a port")
        .contains("- labels: with the daemon's settings: container bank: label interlock.ssl_cert")
        .doesNotContain("old words");
    Checked right = look(SNAPSHOT.replace("eighty", "80"));
    assertThat(right.code()).isEqualTo(ExitCode.DONE);
    assertThat(right.out())
        .contains("✓ labels: nothing wrong")
        .contains("- labels: with the daemon's settings: container odd: ")
        .contains("✓ proxy edge: hosts: 1");
  }

  @Test
  void listsWhatTheDaemonHasFound() throws Exception {
    daemonUses(settings());
    findings = List.of(REFUSED);
    Checked checked = check();
    assertThat(checked.code()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(checked.out())
        .contains("engine: unix:///nowhere: ")
        .contains("daemon: http://127.0.0.1:" + daemon.address().getPort() + ", Sallyport 1.0")
        .contains("labels: container bank: label interlock.ssl_cert: proxy `edge` refuses")
        .doesNotContain("not checked");
  }

  @Test
  void saysThatTheDaemonRunsWithOtherSettings() throws Exception {
    assertThat(check().out()).contains("it runs with other settings than these");
    daemonUses(settings());
    assertThat(check().out()).doesNotContain("other settings");
  }

  @Test
  void doesNotAskADaemonAboutASnapshot() throws Exception {
    findings = List.of(REFUSED);
    Path snapshot = Files.writeString(folder.resolve("s.json"), SNAPSHOT);
    Checked checked = check("--snapshot", snapshot.toString());
    assertThat(checked.code()).isEqualTo(ExitCode.LABELS);
    assertThat(checked.out())
        .contains("daemon: not asked, since there is --snapshot; not checked: what proxies run")
        .contains("container odd: label interlock.port: ")
        .doesNotContain("bank");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    daemon.close();
    assertThat(check().out()).contains("daemon: none answers (http://127.0.0.1:");
    Checked named = check("--url", "http://127.0.0.1:1");
    assertThat(named.code()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(named.out()).contains("daemon: http://127.0.0.1:1 does not answer");
  }

  @Test
  void printsJson() throws Exception {
    daemonUses(settings());
    findings = List.of(REFUSED);
    Checked checked = check("--json");
    JsonNode report = new JsonMapper().readTree(checked.out());
    assertThat(report.path("exitCode").asInt()).isEqualTo(checked.code());
    assertThat(report.path("daemon").asText()).startsWith("http://127.0.0.1:");
    assertThat(report.path("checks"))
        .anySatisfy(line -> {
          assertThat(line.path("result").asText()).isEqualTo("wrong");
          assertThat(line.path("subject").asText()).isEqualTo("labels");
          assertThat(line.path("code").asText()).isEqualTo("quarantined");
          assertThat(line.path("text").asText()).contains("refuses `bank.local`");
        });
  }

  @Test
  void whatBothFindIsListedOnce() {
    Checklist list = new Checklist();
    FindingDocument here = FindingDocument.of(REFUSED);
    new FindingLines(list).list(List.of(here), List.of(here), true);
    assertThat(list.report("").checks()).hasSize(1);
  }
}
