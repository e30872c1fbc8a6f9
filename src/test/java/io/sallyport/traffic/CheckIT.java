package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `check` says everything that is wrong at once, and whose fault it is. Behind a filter:
/// [FilteredEngineIT].
class CheckIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(CheckIT.class);

  private static final Path SNAPSHOT =
      Path.of("src/test/resources/cases/address-by-gateway/snapshot.json");
  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() {
    INSTALLATION.start(EDGE, INSTALLATION.backend("shop", "hostname", "shop"));
  }

  @Test
  void findsNothingWrongAndChangesNothing() throws IOException {
    String before = EDGE.exec("cat /etc/nginx/nginx.conf; ls -l /etc/nginx");
    Subprocess check = check(settings("")).expect(0);
    assertThat(check.err()).isEmpty();
    assertThat(check.out().lines())
        .startsWith("✓ settings: file " + folder.resolve("config.toml"))
        .contains("✓ template: built in, renders")
        .contains("✓ access: PUT /containers/{id}/archive")
        .anyMatch(line -> line.startsWith("✓ proxy " + EDGE.fullName() + ": hosts: 1, Nginx "))
        .contains("- proxies: any container with the label may be one: Proxies is not set")
        .endsWith("✓ labels: nothing wrong")
        .allMatch(line -> line.startsWith("✓") || line.startsWith("-"));
    assertThat(EDGE.exec("cat /etc/nginx/nginx.conf; ls -l /etc/nginx")).isEqualTo(before);
  }

  @Test
  void findsProblemsInLabels() throws IOException {
    Nginx wrong = INSTALLATION.backend("wrong", "hostname", "wrong", "port", "eighty").start();
    assertThat(check(settings("")).expect(3).out())
        .containsOnlyOnce("✗")
        .contains(
            "✗ labels: container "
                + wrong.fullName()
                + ": label interlock.port: \"eighty\" is not a port")
        .contains("such as `interlock.port=8080`");
    wrong.remove();
  }

  /// Input comes before engine before labels, and nothing hides the rest.
  @Test
  void saysAllAtOnceAndTheWorstByItsExitCode() throws IOException {
    Nginx wrong = INSTALLATION.backend("also-wrong", "hostnme", "wrong").start();
    Path template = Files.writeString(folder.resolve("own.conf"), "{% extends \"nowhere\" %}");
    assertThat(
            check(settings("MaxConns = 1\nTemplatePath = \"%s\"\n".formatted(template)))
                .expect(2)
                .out())
        .contains("✗ settings: " + folder.resolve("config.toml") + ":")
        .contains("unknown key `MaxConns`")
        .contains("- settings: going on with defaults for what is wrong")
        .contains("✗ template: template " + template)
        .contains("✓ access: GET /events")
        .contains("✓ proxy " + EDGE.fullName())
        .contains("✗ labels: container " + wrong.fullName() + ": label interlock.hostnme: ");
    wrong.remove();
  }

  @Test
  void findsNoEngine() throws IOException {
    Path settings = Files.writeString(folder.resolve("c.toml"), "DockerURL = \"unix:///nowhere\"");
    assertThat(check(settings).expect(1).out())
        .contains("✓ template: ")
        .contains("✗ engine: unix:///nowhere: GET /version: there is no socket /nowhere");
    Files.writeString(settings, "DockerURL = \"unix:///nowhere\"\nTLSKey = \"/k\"");
    check(settings).expect(2);
  }

  @Test
  void looksAtASnapshot() {
    assertThat(check("--snapshot", SNAPSHOT.toString()).out())
        .contains("✓ snapshot: ")
        .contains("- engine: not asked")
        .contains("proxy ")
        .contains("labels: ");
    assertThat(check("--snapshot", "/nowhere").expect(2).out())
        .contains("✗ snapshot: /nowhere: there is no such file");
    assertThat(check("-c", "/nowhere").expect(2).out())
        .contains("✗ settings: /nowhere: does not exist")
        .contains("- all else: not checked");
  }

  @Test
  void findsNoProxy() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.json"), "{\"containers\": []}");
    assertThat(check("--snapshot", empty.toString()).expect(3).out())
        .contains("✗ proxies: none accepted; give a running proxy's container the label");
  }

  @Test
  void usesWordsWhereSignsAreNotShown() throws IOException {
    Subprocess check =
        Subprocess.run(Sallyport.command("check", "-c", "/nowhere"), "", Map.of("LC_ALL", "POSIX"));
    assertThat(check.expect(2).out()).startsWith("WRONG settings: ").doesNotContain("?", "✗");
  }

  private static Subprocess check(Path settings) {
    return check("-c", settings.toString());
  }

  private static Subprocess check(String option, String value) {
    return Subprocess.run(
        Sallyport.command("check", option, value), "", Map.of("LC_ALL", "C.UTF-8"));
  }

  /// @param more further lines of the extension
  private Path settings(String more) throws IOException {
    return Files.writeString(
        folder.resolve("config.toml"), Files.readString(INSTALLATION.settings()) + more);
  }
}
