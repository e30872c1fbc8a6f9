package io.sallyport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the commands in `bin/` show of their waits, on a real terminal (of `script`, util-linux)
/// and in a pipe.
class ShellProgressTest {
  private static final String ERASE = "\r\u001b[K";
  private static final String LIBRARY = Path.of("bin/lib.sh").toAbsolutePath().toString();

  @TempDir private Path folder;

  private String onTerminal(String commands) throws Exception {
    Files.writeString(folder.resolve("command"), "source " + LIBRARY + "\n" + commands);
    // The typescript is written as it comes, so that the command can wait for what is shown.
    String run = Shell.run(folder, "script", "-qefc", "TERM=xterm bash ./command", "typescript");
    assertThat(run).isNotEmpty();
    return Files.readString(folder.resolve("typescript"), UTF_8);
  }

  @Test
  void showsForHowLongAndTheLastLineOfALog() throws Exception {
    String shown =
        onTerminal(
            """
            printf 'Step 1/2 : FROM base\\n ---> 0123\\nStep 2/2 : RUN make\\n ---> \\033[1mcc\\n' >log
            begin_wait building log '^Step '
            until grep -q '1 s' typescript; do sleep 0.05; done
            end_wait
            say done
            """);
    assertThat(shown).contains(ERASE + "… building, 1 s: Step 2/2 : RUN make", ERASE + "done\r\n");
  }

  @Test
  void aFailureStandsInALineOfItsOwn() throws Exception {
    String shown =
        onTerminal(
            """
            begin_wait working
            until grep -q '… working' typescript; do sleep 0.05; done
            (fail "it broke") || end_wait
            """);
    assertThat(shown).contains(ERASE + "command: it broke\r\n");
  }

  @Test
  void isSilentInAPipe() throws Exception {
    Files.writeString(
        folder.resolve("command"),
        """
        source %s
        begin_wait working
        [[ -z $waiter ]] || exit 1
        end_wait
        say done
        """
            .formatted(LIBRARY));
    assertThat(Shell.run(folder, "bash", "command")).isEqualTo("done\n");
  }
}
