package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /// What one says in place of an exit code. Who answers 0 in the right place is believed; numbers
  /// and times around it may still be anything.
  private static final List<String> ANSWERS =
      List.of(
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
          "exit 0");

  @AutoClose private static final Installation INSTALLATION = Installation.of(LyingProxyIT.class);

  /// All at once: one that took others with it would take the honest one too.
  @Test
  void costOnlyThemselves(@TempDir Path folder) throws IOException {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop");
    List<Nginx> liars = new ArrayList<>();
    for (String answer : ANSWERS) {
      String name = "liar-" + liars.size();
      Path sh = Files.writeString(folder.resolve(name), SHELL.replace("ANSWER", answer));
      Files.setPosixFilePermissions(sh, PosixFilePermissions.fromString("rwxr-xr-x"));
      liars.add(INSTALLATION.bareProxy(name, "stable").mounting(sh, "/usr/local/bin/sh"));
    }
    INSTALLATION.start(liars.toArray(Nginx[]::new));
    INSTALLATION.start(edge, shop);
    Sallyport sallyport = INSTALLATION.sallyport();
    edge.await("http://shop.local", shop);
    for (Nginx liar : liars) {
      sallyport.awaitLog("roxy " + liar.fullName() + " "); // As a finding too.
    }

    for (int i = 0; i < 3; i++) {
      Nginx next = INSTALLATION.backend("next-" + i, "hostname", "next-" + i).start();
      edge.await("http://next-%d.local".formatted(i), next);
    }
    assertThat(sallyport.running()).isTrue();
    assertThat(sallyport.log())
        .doesNotContain("ended unexpectedly")
        .doesNotContain("unforeseen")
        .doesNotContain("Still reading the engine: POST /exec/{id}/start, for 10 s")
        .doesNotContain("\u001b]0;")
        .doesNotContain("\u202e");
  }
}
