package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.traffic.EngineRelay.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody sees who waits for a slow engine, on a real terminal (of `script`, util-linux).
class ProgressIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ProgressIT.class);

  private static final String SETTINGS = INSTALLATION.settings().toString();
  private static final String WAITS = "\r\u001b[K… reading the engine: GET /containers/json, ";
  private static final String ERASE = "\r\u001b[K";

  @BeforeAll
  static void slow() {
    INSTALLATION.proxy("edge").start();
    INSTALLATION.relay().spoil("GET .*/containers/json", Fault.SLOW);
  }

  /// Standard input and error are the terminal, and standard output where no shell sends it.
  private static Subprocess onTerminal(String redirected, String... arguments) {
    String command =
        Sallyport.command(arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    return Subprocess.run(
        List.of("script", "-q", "-e", "-c", command + redirected, "/dev/null"),
        "",
        Map.of("TERM", "xterm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"render", "snapshot", "check"})
  void saysWhatItWaitsForAndTakesItAway(String command) throws IOException {
    Path out = INSTALLATION.folder().resolve(command);
    Subprocess ran = onTerminal(" >" + out, command, "-c", SETTINGS).expect(0);
    assertThat(ran.out()).contains(WAITS + "1 s", WAITS + "2 s", ERASE);
    assertThat(ran.out().substring(ran.out().lastIndexOf('…'))).endsWith("s" + ERASE);
    assertThat(Files.readString(out)).isNotEmpty().doesNotContain("reading the engine", ERASE);
  }

  @Test
  void isSilentForMachines() {
    assertThat(Sallyport.run("render", "-c", SETTINGS).expect(0).err()).isEmpty();
    assertThat(onTerminal("", "render", "--log-format", "json", "-c", SETTINGS).expect(0).out())
        .startsWith("# ")
        .doesNotContain("reading the engine");
  }
}
