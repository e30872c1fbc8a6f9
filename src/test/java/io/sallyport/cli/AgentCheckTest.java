package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCheckTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void namesWhatIsWrongWithMountedCertificates() {
    Settings settings = Settings.defaults().with(Setting.SWARM_CERTIFICATES, directory.toString());

    assertThat(said(settings)).contains("agent", "swarm-node.crt does not exist");
    assertThat(said(settings.with(Setting.SWARM_MODE, "off"))).doesNotContain("agent");
    assertThat(
            said(settings.with(Setting.SWARM_CERTIFICATES, directory.resolve("none").toString())))
        .doesNotContain("agent");
  }

  private static String said(Settings settings) {
    Checklist list = new Checklist();
    new AgentCheck(list).certificates(settings);
    return list.text(StandardCharsets.UTF_8);
  }
}
