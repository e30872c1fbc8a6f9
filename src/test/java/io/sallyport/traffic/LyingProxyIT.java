package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Proxies whose `sh` is the attacker's. Whatever it says costs its own proxy alone.
class LyingProxyIT {
  /// Reads as a shell does, and answers a command's mark with something else than an exit code.
  private static final String SHELL =
      """
      #!/bin/sh
      [ $# -eq 0 ] || { ANSWER; exit 0; }
      while read -r line; do
        case $line in
          'echo sallyport-'*) echo "${line#echo }" ;;
          *'; echo sallyport-'*)
            mark=${line##*; echo }; mark=${mark%% *}
            ANSWER
            ;;
        esac
      done
      """;

  private final Installation installation = Installation.of(LyingProxyIT.class);
  private final Nginx edge = installation.proxy("edge");
  private final Nginx shop = installation.backend("shop", "hostname", "shop");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo \"$mark abc\"",
        "echo \"$mark 99999999999\"",
        "echo \"$mark -1\"",
        "echo \"99999999999999.00 1.00 x\"; echo \"$mark 0\"",
        "echo \"1.00 99999999999999999999999999999.00 x\"; echo \"$mark 0\"",
        "echo \"1.0e999999999 2.00 x\"; echo \"$mark 0\"",
        "echo \"nginx: [emerg] bad in /etc/nginx/nginx.conf:99999999999\"; echo \"$mark 20\"",
        "printf '\\033]0;owned\\007\\342\\200\\256'; echo \"$mark 20\"",
        "while :; do echo flood flood flood flood flood flood flood flood; done",
        "sleep 600",
        "exit 0",
      })
  void costsItsOwnProxyAlone(String answer) throws Exception {
    Path sh = Files.writeString(folder.resolve("sh"), SHELL.replace("ANSWER", answer));
    Files.setPosixFilePermissions(sh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Nginx liar = installation.bareProxy("liar", "stable").mounting(sh, "/usr/local/bin/sh");
    installation.start(edge, liar, shop);
    Sallyport sallyport = installation.sallyport();
    edge.await("http://shop.local", shop);
    sallyport.awaitLog(liar.fullName());

    for (int i = 0; i < 3; i++) {
      Nginx next = installation.backend("next-" + i, "hostname", "next-" + i).start();
      edge.await("http://next-%d.local".formatted(i), next);
    }
    assertThat(sallyport.running()).isTrue();
    assertThat(sallyport.log())
        .doesNotContain("ended unexpectedly")
        .doesNotContain("unforeseen")
        .doesNotContain("\u001b]0;")
        .doesNotContain("\u202e");
  }
}
