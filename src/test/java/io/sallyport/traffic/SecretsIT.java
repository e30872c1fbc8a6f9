package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is secret in the settings and in containers is in nothing that Sallyport says.
class SecretsIT {
  private static final String SECRET = "hunter2";

  @AutoClose private static final Installation INSTALLATION = Installation.of(SecretsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge").keeping(SECRET);
  private static final Nginx SHOP =
      INSTALLATION.backend("shop", "hostname", "shop").keeping(SECRET);

  @Test
  void isNeitherSaidNorServedNorSaved() throws IOException {
    Path settings = INSTALLATION.settings();
    Files.writeString(
        settings,
        Files.readString(settings)
            + "\n[[Extensions]]\nName = \"haproxy\"\nAdminPass = \"%s\"\n".formatted(SECRET));
    INSTALLATION.start(EDGE, SHOP);
    assertThat(SHOP.exec("printenv PASSWORD")).as("the test's own secret").contains(SECRET);

    Path log = Path.of("target", "traffic", "SecretsIT.log");
    try (Sallyport sallyport =
        Sallyport.start(log, INSTALLATION.statusPort(), "run", "-D", "-c", settings.toString())) {
      sallyport.awaitReady();
      SHOP.restart();
      sallyport.awaitLog("action=start");
      assertThat(sallyport.status("/").body()).contains("edge").doesNotContain(SECRET);
      for (String document :
          List.of("state", "containers", "routes", "proxies", "findings", "events")) {
        assertThat(sallyport.status("/api/v1/" + document).body())
            .as(document)
            .startsWith("{")
            .doesNotContain(SECRET);
      }
      Subprocess explain = Sallyport.run("explain", "--json", "-c", settings.toString()).expect(0);
      assertThat(explain.out()).contains("shop").doesNotContain(SECRET);
    }
    assertThat(Files.readString(log)).contains("DEBUG", "haproxy").doesNotContain(SECRET);
    for (String command : new String[] {"check", "render", "snapshot", "explain"}) {
      Subprocess run = Sallyport.run(command, "-D", "-c", settings.toString());
      assertThat(run.out() + run.err()).as(command).isNotEmpty().doesNotContain(SECRET);
    }
    assertThat(EDGE.exec("cat /etc/nginx/nginx.conf"))
        .contains("Written by Sallyport")
        .doesNotContain(SECRET);
  }
}
