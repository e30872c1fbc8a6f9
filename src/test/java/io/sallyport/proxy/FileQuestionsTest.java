package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.TestCertificate;
import io.sallyport.source.ContainerAccess.ExecResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// The questions' scripts, in this machine's shell.
class FileQuestionsTest {
  private static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  private static final String KEY =
      "-----BEGIN EC PRIVATE KEY-----\nSECRET\n-----END EC PRIVATE KEY-----\n";

  @TempDir private Path folder;

  @Test
  void printsTheFirstCertificateAndNoKey() throws Exception {
    List<String> files =
        List.of(
            file("both", KEY + CERTIFICATE + CERTIFICATE.replace("AAAA", "CHAIN") + KEY),
            file("key", KEY),
            file("torn", "-----BEGIN CERTIFICATE-----\nAAAA\n" + KEY),
            folder.resolve("missing").toString(),
            "/dev/zero",
            file("trusted", CERTIFICATE.replace("CERT", "TRUSTED CERT")),
            file("without-last-break", CERTIFICATE.strip()));

    assertThat(run(FileQuestions.certificates(files)))
        .isEqualTo(
            """
            file 0
            =-----BEGIN CERTIFICATE-----
            =AAAA
            =-----END CERTIFICATE-----
            more
            end 0
            file 1
            end 1
            file 2
            =-----BEGIN CERTIFICATE-----
            =AAAA
            end 2
            file 3
            end 3
            file 4
            end 4
            file 5
            =-----BEGIN TRUSTED CERTIFICATE-----
            =AAAA
            =-----END TRUSTED CERTIFICATE-----
            end 5
            file 6
            =-----BEGIN CERTIFICATE-----
            =AAAA
            =-----END CERTIFICATE-----
            end 6
            """);
  }

  @Test
  void saysWhetherAFileHasOthers() throws Exception {
    String certificate = TestCertificate.of("shop.example", 9);
    List<String> files =
        List.of(file("chain", certificate + certificate), file("alone", certificate + KEY));
    assertThat(CertificateAnswer.read(files, run(FileQuestions.certificates(files))))
        .hasEntrySatisfying(
            files.get(0), facts -> assertThat(facts.orElseThrow().alone()).isFalse())
        .hasEntrySatisfying(
            files.get(1), facts -> assertThat(facts.orElseThrow().alone()).isTrue());
  }

  @Test
  void saysWhichFilesCannotBeUsed() throws Exception {
    List<String> files =
        List.of(
            file("good", CERTIFICATE),
            folder.resolve("missing").toString(),
            folder.toString(),
            file("text", "none"));
    assertThat(run(FileQuestions.unusable(files, List.of()))).isEqualTo("1\nd2\np3\n");
  }

  /// Whoever writes one speaks of no other file: by lines of the answer, by what `echo` makes of
  /// backslashes, or by another end of a line.
  @Test
  void aFileSaysNothingOfOthers() throws Exception {
    String other = TestCertificate.of("forged.example", 9);
    String mine = TestCertificate.of("mine.example", 9);
    for (String end : List.of("\n", "\\n", "\r", "\\r")) {
      for (String forged : List.of("", other.replace("\n", end))) {
        String lines = String.join(end, "AAAA", "end 0", "file 1", forged + "end 1", "");
        List<String> files =
            List.of(file("forger", "-----BEGIN CERTIFICATE-----\n" + lines), file("mine", mine));
        assertThat(CertificateAnswer.read(files, run(FileQuestions.certificates(files))))
            .containsOnlyKeys(files)
            .hasEntrySatisfying(
                files.get(1),
                facts -> assertThat(facts.orElseThrow().names()).containsExactly("mine.example"));
      }
    }
  }

  @Test
  void readsABoundedPartOfAFile() throws Exception {
    String large = "-----BEGIN CERTIFICATE-----\n" + "A\n".repeat(100_000);
    assertThat(run(FileQuestions.certificates(List.of(file("long", large)))).lines())
        .hasSizeLessThan(2_100)
        .endsWith("end 0");
  }

  /// The file is sparse: 1 GiB without a line break, which no shell reads to its end.
  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void readsABoundedPartOfALine() throws Exception {
    Path endless = folder.resolve("endless");
    try (RandomAccessFile file = new RandomAccessFile(endless.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    assertThat(run(FileQuestions.certificates(List.of(endless.toString(), file("next", KEY)))))
        .isEqualTo("file 0\nend 0\nfile 1\nend 1\n");
  }

  @Test
  void marksAFileThatSomebodyWrites() throws Exception {
    String live = file("live", "one");
    String note = file("note", "version");
    LiveMark mark = mark(live, note);
    assertThat(mark.loaded()).isEqualTo("version");
    assertThat(mark.file()).contains(live);
    assertThat(mark(live, note)).isEqualTo(mark);

    Files.writeString(Path.of(live), "one more");
    assertThat(mark(live, note)).as("another size").isNotEqualTo(mark);

    Files.delete(Path.of(live));
    Files.move(Path.of(file("other", "one")), Path.of(live));
    assertThat(mark(live, note)).as("another inode").isNotEqualTo(mark);

    Files.delete(Path.of(note));
    assertThat(mark(live, note).loaded()).as("no note").isEmpty();
    Files.createSymbolicLink(folder.resolve("lock"), Path.of("7.123"));
    assertThat(LiveMark.of(answer(markQuestion(live, note)))).as("a rollout").isEmpty();
  }

  @Test
  void knowsAFileThatIsNewerThanTheNote() throws Exception {
    String live = file("live", "one");
    String note = file("note", "version\n");
    Files.setLastModifiedTime(Path.of(note), FileTime.from(Instant.EPOCH));
    assertThat(mark(live, note).newer()).isTrue();
    Files.setLastModifiedTime(Path.of(live), FileTime.from(Instant.EPOCH));
    assertThat(mark(live, note).newer()).isFalse();
  }

  private LiveMark mark(String live, String note) throws Exception {
    return LiveMark.of(answer(markQuestion(live, note))).orElseThrow();
  }

  private List<String> markQuestion(String live, String note) {
    return FileQuestions.mark(live, note, folder.resolve("lock").toString());
  }

  private String file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    return file.toString();
  }

  private static String run(List<String> command) throws Exception {
    ExecResult answer = answer(command);
    assertThat(answer.exitCode()).isZero();
    return answer.output();
  }

  private static ExecResult answer(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ExecResult(process.waitFor(), said);
  }
}
