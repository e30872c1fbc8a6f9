package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What real bash proposes.
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

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    StringWriter script = new StringWriter();
    CommandLine commands = Main.commands().setOut(new PrintWriter(script));
    assertThat(commands.execute("completion")).isZero();
    Files.writeString(folder.resolve("script"), script.toString());
    Files.writeString(folder.resolve("tab"), PRESS_TAB);
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
