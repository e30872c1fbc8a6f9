package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.traffic.FailedAttempt;
import io.sallyport.traffic.FailedAttempt.Symptom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Nginx notes of servers that failed, and what a proxy may say in its place.
class AttemptLinesTest {
  @TempDir private Path folder;

  private static final String NOW = "1700000010\n";

  private static List<FailedAttempt> read(String columns) {
    return AttemptLines.read(NOW + "1700000009.500 shop.example.com " + columns + "\n");
  }

  /// As Nginx 1.18, 1.22 and 1.30 write them.
  @ParameterizedTest
  @CsvSource({
    "NO_CONNECTION,         502|0.000|-|0|0",
    "NO_CONNECTION,         502|-|-|0|0",
    "NO_CONNECTION_IN_TIME, 504|-|-|0|0",
    "NO_CONNECTION_IN_TIME, -|-|-|0|0",
    "NO_ANSWER_IN_TIME,     504|0.001|-|150|0",
    "CLOSED,                502|0.000|-|150|0",
    "GARBLED,               502|0.000|-|150|7",
    "GARBLED,               200|0.000|0.001|150|30",
    "BAD_REQUEST,           400|0.000|0.001|150|255"
  })
  void tellsHowAServerFailed(Symptom symptom, String facts) {
    assertThat(read("10.0.0.2:80|" + facts))
        .containsExactly(
            new FailedAttempt(
                "shop.example.com", "10.0.0.2:80", symptom, false, 1, Duration.ofMillis(1499)));
  }

  @Test
  void anApplicationsOwnAnswerIsNoFailure() {
    assertThat(read("10.0.0.2:80|502|0.000|0.004|150|300")).isEmpty();
    assertThat(read("10.0.0.2:80|504|0.000|0.004|150|300")).isEmpty();
    assertThat(read("10.0.0.2:80|503|0.000|0.004|150|300")).isEmpty();
  }

  @Test
  void aRetryHidesAllButTheLast() {
    assertThat(
            read(
                "10.0.0.2:80, [fd00::3]:80, 10.0.0.4:80|502, 504, 200|0.000, -, 0.001|-, -, 0.002|0, 0, 90|0, 0, 400"))
        .extracting(FailedAttempt::address, FailedAttempt::symptom, FailedAttempt::hidden)
        .containsExactly(
            tuple("10.0.0.2:80", Symptom.NO_CONNECTION, true),
            tuple("[fd00::3]:80", Symptom.NO_CONNECTION_IN_TIME, true));
    assertThat(read("10.0.0.2:80, 10.0.0.3:80|502, 502|0.000, 0.000|-, -|0, 0|0, 0"))
        .extracting(FailedAttempt::hidden)
        .containsExactly(false, false);
  }

  /// As the template's map has it, for requests that several servers were tried for.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502, 200      | true",
        "504, 502, 502 | true",
        "502, -        | true",
        "200 : 502     | true",
        "200 : 504, 200| true",
        "200 : 200     | false",
        "404 : 200     | false",
        "200 : -       | false"
      })
  void aRequestIsNotedIfOneOfItsServersFailed(String statuses, boolean noted) throws IOException {
    Matcher pattern =
        Pattern.compile("\"~([^\"]+)\" 1;")
            .matcher(
                Files.readString(Path.of("templates/nginx.conf"))
                    .split("map .upstream_status .failed_attempt", 2)[1]);
    assertThat(pattern.find()).isTrue();
    assertThat(Pattern.compile(pattern.group(1)).matcher(statuses).find()).isEqualTo(noted);
  }

  @Test
  void aGroupWithoutServersIsNoServer() {
    assertThat(read("shop.example.com|502|-|-|0|0")).isEmpty();
  }

  /// Five thousand failures of one host, and two of another that come first.
  @Test
  void aHostThatFailsOftenLeavesRoomForOthers() throws Exception {
    long second = Instant.now().getEpochSecond();
    StringBuilder noted = new StringBuilder(second + ".001 old 10.0.0.4:80|502|-|-|0|0\n");
    noted.replace(0, 10, "1700000000");
    noted.append(second).append(".002 few 10.0.0.3:80|504|-|-|0|0\n");
    noted.append(second).append(".003 few 10.0.0.3:80|502|0.001|-|150|0\n");
    for (int i = 0; i < 5000; i++) {
      noted.append(
          "%d.%03d many 10.0.0.2:80, 10.0.0.5:80|502, 502|0.%03d, -|-, -|%d, 0|0, 0\n"
              .formatted(second, i % 1000, i % 7, i));
    }
    assertThat(taken(noted.toString(), System.getenv("PATH")))
        .extracting(FailedAttempt::host, FailedAttempt::symptom, FailedAttempt::times)
        .containsExactlyInAnyOrder(
            tuple("few", Symptom.NO_CONNECTION_IN_TIME, 1),
            tuple("few", Symptom.CLOSED, 1),
            tuple("many", Symptom.NO_CONNECTION, 1), // The one without bytes.
            tuple("many", Symptom.NO_CONNECTION, 1),
            tuple("many", Symptom.CLOSED, 4999),
            tuple("many", Symptom.NO_CONNECTION, 4999));
  }

  @Test
  void ofManyHostsEachHasItsFirstLineBeforeTheSecondOfAny() throws Exception {
    long second = Instant.now().getEpochSecond();
    StringBuilder noted = new StringBuilder();
    for (int host = 0; host < 400; host++) {
      for (String facts : List.of("502|-|-|0|0", "504|-|-|0|0", "502|0.001|-|9|0")) {
        noted.append(
            "%d.000 shop-%03d.example.com 10.0.0.2:80|%s\n".formatted(second, host, facts));
      }
    }
    List<FailedAttempt> taken = taken(noted.toString(), System.getenv("PATH"));
    assertThat(taken)
        .hasSizeLessThan(1200)
        .extracting(FailedAttempt::host)
        .contains("shop-000.example.com", "shop-399.example.com");
    assertThat(taken.stream().map(FailedAttempt::host).distinct()).hasSize(400);
  }

  @Test
  void withoutAwkTheNewestLinesAreRead() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String program : List.of("date", "tail")) {
      Path found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(each -> Path.of(each, program))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Path one =
          Files.writeString(programs.resolve(program), "#!/bin/sh\nexec " + found + " \"$@\"\n");
      assertThat(one.toFile().setExecutable(true)).isTrue();
    }
    String line =
        Instant.now().getEpochSecond() + ".001 shop.example.com 10.0.0.2:80|502|-|-|0|0\n";
    assertThat(taken(line.repeat(2), programs.toString()))
        .extracting(FailedAttempt::times)
        .containsExactly(1, 1);
  }

  /// By the driver's command, in this machine's shell.
  private List<FailedAttempt> taken(String noted, String path) throws Exception {
    Path file = Files.writeString(folder.resolve("attempts"), noted);
    NginxDriver driver = new NginxDriver();
    List<String> command =
        driver.attemptLog(driver.baseline()).orElseThrow().take().stream()
            .map(word -> word.equals("/dev/shm/sallyport-attempts") ? file.toString() : word)
            .map(word -> word.equals("sh") ? "/bin/sh" : word)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(file).isEmptyFile();
    assertThat(said.length()).isLessThan(50_000);
    return driver.attempts(said);
  }

  @Test
  void whatIsOldSaysNothing() {
    assertThat(
            AttemptLines.read(
                NOW + "1699999900.000 shop.example.com 10.0.0.2:80|502|0.000|-|0|0\n"))
        .isEmpty();
  }

  @Test
  void aProxyMayPrintAnything() {
    assertThat(AttemptLines.read("")).isEmpty();
    assertThat(AttemptLines.read("99999999999999999999\n1.000 a 1.1.1.1:80|502|-|-|0|0"))
        .hasSize(1);
    assertThat(AttemptLines.read("x".repeat(100_000))).isEmpty();
    assertThat(AttemptLines.read("1.000 a 1.1.1.1:80|502|-|-|0\n".repeat(10))).isEmpty();
    assertThat(AttemptLines.read("1.000 a " + "1.1.1.1:80, ".repeat(300) + "|502|-|-|0|0\n"))
        .hasSizeLessThanOrEqualTo(1);
    Random random = new Random(7);
    String line = NOW + "1700000009.500 shop 10.0.0.2:80, 10.0.0.3:80|502, 200|-, -|-, 1|0, 9|0, 9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(line);
      for (int n = 0; n < 4; n++) {
        text.setCharAt(
            random.nextInt(text.length()), "|,: -09.[]\n\u001bx".charAt(random.nextInt(13)));
      }
      assertThat(AttemptLines.read(text.toString())).hasSizeLessThanOrEqualTo(2);
    }
  }
}
