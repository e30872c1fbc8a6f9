package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that was run to its end.
record Subprocess(int exitCode, String out, String err) {
  private static final int LIMIT_SECONDS = 60;

  static Subprocess run(List<String> command) {
    return run(command, "");
  }

  /// @param input what it reads on standard input
  static Subprocess run(List<String> command, String input) {
    return run(command, input, Map.of());
  }

  /// @param environment what is set beside this process's own
  static Subprocess run(List<String> command, String input, Map<String, String> environment) {
    try {
      Path folder = Files.createTempDirectory("subprocess");
      Path in = Files.writeString(folder.resolve("in"), input);
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " has not ended within " + LIMIT_SECONDS + " s");
      }
      Subprocess ended = new Subprocess(process.exitValue(), text(out), text(err));
      for (Path file : List.of(in, out, err, folder)) {
        Files.delete(file);
      }
      return ended;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  Subprocess expect(int code) {
    assertThat(exitCode).as("exit code; it said: %s%s", out, err).isEqualTo(code);
    return this;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}
