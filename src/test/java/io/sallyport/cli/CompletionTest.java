package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What real bash and zsh propose.
class CompletionTest {
  /// As the tabulator key does it: the words so far, the last of them unfinished. What bash says of
  /// `compopt`, which wants a terminal, goes away.
  private static final String PRESS_TAB =
      """
      source ./script
      complete -p sallyport >/dev/null || exit 1
      COMP_WORDS=(sallyport "$@") COMP_CWORD=$# COMP_LINE="sallyport $*" COMP_POINT=${#COMP_LINE}
      $(complete -p sallyport | sed -E 's/.*-F ([^ ]+) .*/\\1/') 2>/dev/null
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /// An interactive zsh on a terminal of its own, and its tabulator key: what it shows until it
  /// shows what it should, or a minute has passed.
  private static final String PRESS_TAB_IN_ZSH =
      """
      zmodload zsh/zpty
      zpty shell 'HOME=. exec zsh -f -i'
      zpty -w shell 'source ./script; source ./script' # Twice: as who opens a shell in a shell.
      zpty -w -n shell "$1"$'\\t'
      for (( turn = 0; turn < 600; turn++ )); do
        while zpty -r -t shell part; do shown+=$part; done
        [[ $shown == *"$2"* ]] && break
        sleep 0.1
      done
      print -r -- "$shown"
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    StringWriter script = new StringWriter();
    CommandLine commands = Main.commands().setOut(new PrintWriter(script));
    assertThat(commands.execute("completion")).isZero();
    Files.writeString(folder.resolve("script"), script.toString());
    Files.writeString(folder.resolve("tab"), PRESS_TAB);
  }

  @ParameterizedTest
  @CsvSource({
    "'sallyport heal', 'sallyport healthcheck'",
    "'sallyport render --sn', 'sallyport render --snapshot'",
    "'sallyport run --log-format js', '--log-format json'"
  })
  void completesInZsh(String typed, String completed) throws Exception {
    assumeThat(Shell.has("zsh"))
        .as("no zsh on this machine (Debian and Ubuntu: apt-get install zsh)")
        .isTrue();
    Files.writeString(folder.resolve("tab.zsh"), PRESS_TAB_IN_ZSH);
    assertThat(Shell.run(folder, "zsh", "-f", "tab.zsh", typed, completed)).contains(completed);
  }

  private List<String> proposed(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 3];
    command[0] = "bash";
    command[1] = "--norc";
    command[2] = "tab";
    System.arraycopy(words, 0, command, 3, words.length);
    return Shell.run(folder, command).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  @Test
  void proposesEveryCommand() throws Exception {
    assertThat(proposed("")).containsAll(Main.commands().getSubcommands().keySet());
  }

  @Test
  void finishesACommand() throws Exception {
    assertThat(proposed("heal")).containsExactly("healthcheck");
  }

  @Test
  void finishesAnOptionOfACommand() throws Exception {
    assertThat(proposed("render", "--sn")).containsExactly("--snapshot");
    assertThat(proposed("spec", "--sn")).isEmpty();
  }

  @Test
  void proposesTheValuesOfAnOption() throws Exception {
    assertThat(proposed("run", "--log-format", "")).containsExactlyInAnyOrder("text", "json");
  }
}
