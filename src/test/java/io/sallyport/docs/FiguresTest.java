package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Figures of documents are those of the code: whoever changes one of the two finds the other here.
/// Only those that no test of behavior holds.
class FiguresTest {
  private static final Path SOURCES = Path.of("src", "main");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARCHITECTURE.md|0.1, 0.4 and 2 s|reconcile/LookSchedule|Duration.ofMillis(100),"
            + " Duration.ofMillis(400), Duration.ofSeconds(2)",
        "ARCHITECTURE.md|last 1,000 entries|history/EventHistory|KEPT = 1000",
        "docs/api.md|last 1,000 entries|history/EventHistory|KEPT = 1000",
        "docs/api.md|comes every 15 s|api/ChangeStream|HEARTBEAT = Duration.ofSeconds(15)",
        "docs/api.md|At most 20 streams|api/ChangeStream|MOST = 20",
        "docs/api.md|within 10 s is ended|api/ChangeStream|LONGEST_WRITE = Duration.ofSeconds(10)",
        "docs/security.md|16 KB and 5 s for a request|api/http/HttpLimits|maxReqHeaderSize\", \"16384\"",
        "docs/security.md|16 KB and 5 s for a request|api/http/HttpLimits|maxReqTime\", \"5\"",
        "docs/security.md|30 s for a response|api/StatusServer|LONGEST_RESPONSE ="
            + " Duration.ofSeconds(30)",
        "docs/security.md|10 s for each message of a stream|api/ChangeStream|LONGEST_WRITE ="
            + " Duration.ofSeconds(10)",
        "docs/security.md|4,000 connections|api/http/HttpLimits|maxConnections\", \"4000\"",
        "docs/security.md|100 requests that are being read|api/http/RequestThreads|MOST_READ = 100",
        "docs/security.md|20 streams|api/ChangeStream|MOST = 20",
        "docs/security.md|8 documents at a time|api/StatusServer|DOCUMENTS_AT_A_TIME = 8",
        "docs/security.md|cut after 16 KiB|docker/json/JsonSieve|LONGEST_STRING = 16_384",
        "docs/security.md|a number after 64 digits|docker/json/JsonSieve|LONGEST_NUMBER = 64",
        "docs/security.md|nesting after 48 levels|docker/json/JsonSieve|DEEPEST = 48",
        "docs/security.md|may need 32 KiB|docker/json/JsonTree|ORDINARY_ITEM = 32 << 10",
        "docs/security.md|up to 8 MiB|docker/json/JsonTree|LARGEST_ITEM = 8 << 20",
        "docs/security.md|less than 32 MiB together|docker/json/JsonTree|FOR_LARGE_ITEMS = 32 <<"
            + " 20",
        "docs/security.md|may be 128 MiB|docker/json/JsonTree|MOST_KEPT = 128 << 20",
        "docs/security.md|come within 10 s|docker/DockerEngine|LIMIT = Duration.ofSeconds(10)",
        "docs/operations.md|more than three times within ten minutes|events/DampedContainer|FREE = 3",
        "docs/operations.md|more than three times within ten minutes|events/DampedContainer|REMEMBERED ="
            + " Duration.ofMinutes(10)",
        "docs/operations.md|well for 5 s|events/DampedContainer|FIRST_HOLD = Duration.ofSeconds(5)",
        "docs/operations.md|at most 5 min|events/DampedContainer|LONGEST_HOLD = Duration.ofMinutes(5)",
        "docs/upgrading.md|more than three times within ten minutes|events/DampedContainer|FREE = 3",
        "docs/upgrading.md|at most 5 min|events/DampedContainer|LONGEST_HOLD = Duration.ofMinutes(5)",
        "docs/metrics.md|two weeks before|journal/CertificateWords|NOTICE = Duration.ofDays(14)",
      })
  void areThoseOfTheCode(String document, String figure, String source, String constant)
      throws IOException {
    assertThat(Files.readString(Path.of(document)).replaceAll("\\s+", " ")).contains(figure);
    Path file = SOURCES.resolve(Path.of("java", "io", "sallyport", source + ".java"));
    assertThat(Files.readString(file).replaceAll("\\s+", " ")).contains(constant);
  }
}
