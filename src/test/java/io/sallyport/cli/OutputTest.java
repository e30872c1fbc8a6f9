package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class OutputTest {
  private final PrintStream before = System.out;

  @AfterEach
  void restore() {
    System.setOut(before);
  }

  @Test
  void printsAResultAndNothingElse() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    Output.print(commandOn(printed), "a result\n");

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("a result\n");
  }

  /// As with a full disk: a result that was cut off must not look like a whole one.
  @Test
  void failsWhereTheResultIsCutOff() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int character) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> Output.print(commandOn(full), "a result\n"))
        .hasMessage("standard output cannot be written to the end");
  }

  private static CommandSpec commandOn(OutputStream standardOutput) {
    System.setOut(new PrintStream(standardOutput, false, StandardCharsets.UTF_8));
    return new CommandLine(CommandSpec.create()).getCommandSpec();
  }
}
