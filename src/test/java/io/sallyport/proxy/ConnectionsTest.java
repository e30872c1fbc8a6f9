package io.sallyport.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import io.sallyport.traffic.FailureBook.Trial;
import io.sallyport.traffic.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The script that tries connections, in this machine's shell: `nc` and `openssl` are such that
/// print what they get from a server.
class ConnectionsTest {
  private static final Trial TRIAL = new Trial("10.0.0.2:443", true);

  private static final int HELLO = 2;
  private static final int CERTIFICATE = 11;
  private static final int CERTIFICATE_REQUEST = 13;
  private static final int DONE = 14;

  @TempDir private Path programs;

  /// As <https://www.rfc-editor.org/rfc/rfc5246#section-7.4> has it.
  @Test
  void aServerMayAskForACertificate() throws Exception {
    String hello = message(HELLO, 70);
    String certificate = message(CERTIFICATE, 1300);
    String request = message(CERTIFICATE_REQUEST, 300);
    String done = message(DONE, 0);

    assertThat(byNc(record(hello) + record(certificate) + record(request) + record(done)))
        .isEqualTo(Listening.TLS_CERTIFICATE);
    assertThat(byNc(record(hello + certificate + request + done)))
        .isEqualTo(Listening.TLS_CERTIFICATE);
    String half = certificate.substring(0, 700);
    assertThat(byNc(record(hello + half) + record(certificate.substring(700) + request)))
        .isEqualTo(Listening.TLS_CERTIFICATE);

    assertThat(byNc(record(hello) + record(certificate) + record(done))).isEqualTo(Listening.TLS);
    assertThat(byNc(record(hello + half))).as("cut off").isEqualTo(Listening.TLS);
    assertThat(byNc("\u0015\u0003\u0003\u0000\u0002\u0002F")).as("alert").isEqualTo(Listening.TLS);
  }

  /// A server that cannot read it answers with an alert, which says nothing more.
  @Test
  void theFirstMessageIsAsLongAsItSays() throws Exception {
    Path sent = programs.resolve("sent");
    program("nc", "exec '%s' > '%s'".formatted(found("cat"), sent));
    tried();
    byte[] message = Files.readAllBytes(sent);
    assertThat(message).startsWith(22, 3, 1, 0, message.length - 5, 1, 0, 0, message.length - 9);
    int ciphers = message[45];
    assertThat(message[46 + ciphers]).as("compression methods").isEqualTo((byte) 1);
    assertThat(message[49 + ciphers])
        .as("extensions")
        .isEqualTo((byte) (message.length - 50 - ciphers));
  }

  @Test
  void aServerMaySpeakAnythingElse() throws Exception {
    assertThat(byNc("HTTP/1.1 400 Bad Request\r\n\r\n")).isEqualTo(Listening.NO_TLS);
    assertThat(byNc("")).isEqualTo(Listening.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "Requested Signature Algorithms: RSA+SHA256, TLS_CERTIFICATE",
    "-----BEGIN CERTIFICATE-----,                TLS",
    "tlsv1 alert protocol version,               TLS",
    "SSL routines:wrong version number,          NO_TLS",
    "connect: Connection refused,                NOBODY",
    "nothing that is known,                      UNKNOWN"
  })
  void opensslTellsMost(String says, Listening shown) throws Exception {
    program("openssl", "echo '%s'".formatted(says));
    assertThat(tried()).isEqualTo(shown);
  }

  @Test
  void whatOpensslCannotTellAnotherMay() throws Exception {
    program("openssl", "echo 'unexpected eof'");
    assertThat(byNc("HTTP/1.1 400 Bad Request\r\n\r\n")).isEqualTo(Listening.NO_TLS);
  }

  private static String message(int type, int size) {
    return (char) type + "\u0000" + (char) (size >> 8) + (char) (size & 255) + "\r".repeat(size);
  }

  private static String record(String content) {
    return "\u0016\u0003\u0003"
        + (char) (content.length() >> 8)
        + (char) (content.length() & 255)
        + content;
  }

  private Listening byNc(String answer) throws Exception {
    Path file = Files.writeString(programs.resolve("answer"), answer, ISO_8859_1);
    program("nc", "exec '%s' '%s'".formatted(found("cat"), file));
    return tried();
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path found(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(each -> Path.of(each, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private Listening tried() throws Exception {
    for (String program : List.of("od", "awk", "timeout")) {
      program(program, "exec '%s' \"$@\"".formatted(found(program)));
    }
    try (FakeEngine engine = new FakeEngine()) {
      String edge = engine.run(ContainerBuilder.named("edge"));
      engine.onExec((_, command) -> run(command));
      return Connections.tried(engine, edge, List.of(TRIAL)).getOrDefault(TRIAL, Listening.UNKNOWN);
    }
  }

  private ExecResult run(List<String> command) {
    List<String> here = new ArrayList<>(command);
    here.set(0, "/bin/sh");
    ProcessBuilder builder = new ProcessBuilder(here).redirectErrorStream(true);
    builder.environment().put("PATH", programs.toString());
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new ExecResult(process.waitFor(), said);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
