package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `render` and `snapshot` say what `run` does.
class CommandsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(CommandsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP =
      INSTALLATION.backend("shop", "hostname", "shop", "alias_domain", "www.example");
  private static final String SETTINGS = INSTALLATION.settings().toString();
  private static final String SNAPSHOT = "src/test/resources/cases/one-host/snapshot.json";

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE, SHOP, INSTALLATION.backend("wrong", "hostname", "wrong", "port", "eighty"));
  }

  @Test
  void rendersWhatRuns() throws IOException {
    Subprocess render = Sallyport.run("render", "-c", SETTINGS).expect(0);
    String live = EDGE.exec("cat /etc/nginx/nginx.conf");
    assertThat(render.out()).isEqualTo(live);
    assertThat(render.err()).contains("-wrong: label interlock.port:");

    Path file = Files.writeString(INSTALLATION.folder().resolve("live.conf"), live);
    assertThat(Sallyport.run("render", "-c", SETTINGS, "--diff", file.toString()).expect(0).out())
        .isEmpty();
  }

  @Test
  void rendersASnapshotToTheSame() {
    Path file = INSTALLATION.folder().resolve("snapshot.json");
    Sallyport.run("snapshot", "-c", SETTINGS, "-o", file.toString()).expect(0);
    String snapshot = Sallyport.run("snapshot", "-c", SETTINGS).expect(0).out();
    assertThat(snapshot).contains(SHOP.id()).doesNotContain("daemon off");
    Subprocess piped =
        Subprocess.run(Sallyport.command("render", "-c", SETTINGS, "--snapshot", "-"), snapshot)
            .expect(0);
    assertThat(piped.out()).isEqualTo(EDGE.exec("cat /etc/nginx/nginx.conf"));
    assertThat(Sallyport.run("render", "-c", SETTINGS, "--snapshot", file.toString()).expect(0))
        .isEqualTo(piped);
  }

  @Test
  void refusesAProxyAndASnapshotThatAreNotThere() {
    assertThat(Sallyport.run("render", "-c", SETTINGS, "--proxy", "nobody").expect(2).err())
        .contains("nobody")
        .contains(EDGE.fullName());
    assertThat(Sallyport.run("render", "-c", SETTINGS, "--snapshot", "/nowhere").expect(2).err())
        .contains("/nowhere");
  }

  /// What the daemon would not deploy is not rendered.
  @Test
  void refusesToRenderWithoutALostNodesContainers() {
    Path partial = Path.of("src/test/resources/cases/swarm-lost-node/snapshot.json");
    assertThat(Sallyport.run("render", "--snapshot", partial.toString()).expect(1).err())
        .contains("node-2 (Unhealthy)", "10.0.0.13:2375 (Pending)");
  }

  /// The others run as if they were alone.
  @Test
  void leavesOutKindsOfExtensionsThatAreStillToCome() throws IOException {
    Path settings =
        Files.writeString(
            INSTALLATION.folder().resolve("kinds.toml"),
            """
            %s
            [[Extensions]]
            Name = "beacon"
            StatsInterval = "10s"
            """
                .formatted(Files.readString(Path.of(SETTINGS))));
    Subprocess render = Sallyport.run("render", "-c", settings.toString()).expect(0);
    assertThat(render.out()).isEqualTo(EDGE.exec("cat /etc/nginx/nginx.conf"));
    assertThat(render.err()).contains("Extension beacon is not supported yet and is left out");
  }

  /// Before anything else is done: there is no engine there.
  @ParameterizedTest
  @ValueSource(strings = {"run", "render"})
  void refusesAGoTemplate(String command) throws IOException {
    Path template =
        Files.writeString(
            INSTALLATION.folder().resolve("nginx.conf.template"),
            "events {}\nhttp {\n{{ range $host := .Hosts }}\n{{ end }}\n}\n");
    Path settings =
        Files.writeString(
            INSTALLATION.folder().resolve("go.toml"),
            """
            [[Extensions]]
            Name = "nginx"
            TemplatePath = "%s"
            """
                .formatted(template));
    assertThat(Sallyport.run(command, "-c", settings.toString()).expect(2).err())
        .contains(template + ":3: this is a Go template", "docs/migrating-from-interlock.md");
  }

  /// Interlock's own quick start sets the variable, and names a file that is not there.
  @Test
  void takesTheVariableBeforeTheFile() {
    String missing = INSTALLATION.folder().resolve("missing.toml").toString();
    Map<String, String> variable =
        Map.of("INTERLOCK_CONFIG", "[[Extensions]]\nName = \"nginx\"\nMaxConn = 79\n");
    String[] render = {"render", "-c", missing, "--snapshot", SNAPSHOT};
    Subprocess served = Subprocess.run(Sallyport.command(render), "", variable).expect(0);
    assertThat(served.out()).contains("worker_connections 79;");
    assertThat(served.err()).doesNotContain("missing.toml");
    render[2] = SETTINGS;
    Subprocess both = Subprocess.run(Sallyport.command(render), "", variable).expect(0);
    assertThat(both.out()).contains("worker_connections 79;");
    assertThat(both.err())
        .contains("warning: " + SETTINGS + ": is not read, since INTERLOCK_CONFIG is set");
    assertThat(Sallyport.run("render", "-c", missing, "--snapshot", SNAPSHOT).expect(2).err())
        .contains(missing + ": does not exist");
  }

  @Test
  void warnsOfWhatInterlockPassedOverAndGoesOn() throws IOException {
    Path settings =
        Files.writeString(
            INSTALLATION.folder().resolve("strangers.toml"),
            "Foo = 1\n[PluginConfig]\nx = 1\n[[Extensions]]\nName = \"nginx\"\n");
    String[] expected = {
      settings + ":1:1: unknown key `Foo` is ignored", settings + ":2:1: unknown key `PluginConfig`"
    };
    for (String command : List.of("render", "explain", "check")) {
      Subprocess done =
          Sallyport.run(command, "-c", settings.toString(), "--snapshot", SNAPSHOT).expect(0);
      assertThat(done.out() + done.err()).as(command).contains(expected);
    }
    Files.writeString(settings, "\nProt = 1\n", StandardOpenOption.APPEND);
    for (String command : List.of("render", "run")) {
      assertThat(Sallyport.run(command, "-c", settings.toString()).expect(2).err())
          .contains(settings + ":7:1: unknown key `Prot` (did you mean `Port`?)")
          .contains("warning: " + settings + ":1:1: unknown key `Foo` is ignored");
    }
  }

  @Test
  void failsWhereNoEngineAnswers() throws IOException {
    Path settings =
        Files.writeString(
            INSTALLATION.folder().resolve("nowhere.toml"),
            "DockerURL = \"unix:///nowhere.sock\"\n");
    assertThat(Sallyport.run("snapshot", "-c", settings.toString()).expect(1).err())
        .contains("there is no socket /nowhere.sock");
  }
}
