package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell's side of a proof and ours.
class CertificateProofTest {
  private static final Map<String, String> FILES =
      Map.of(
          "site.pem", "certificate\n",
          "site-key.pem", "key\n",
          "Site.pem", "upper case is before lower case",
          "live/a.example/key.pem", "\u00ff\u0000\u0080 bytes, no text",
          "live.pem", "a dot is before a slash\n");

  private final CertificateSet set = new CertificateSet(new TreeMap<>(FILES));

  @TempDir private Path certs;

  @Test
  void isGivenByWhoHasAllFiles() throws Exception {
    write("ours-older", Map.of("site.pem", "older\n"));
    write("ours-now", FILES);
    assertThat(proofs("c1")).contains(CertificateProof.of(set, "c1"));
  }

  @Test
  void fitsItsQuestionAlone() throws Exception {
    write("ours-now", FILES);
    assertThat(proofs("c1")).doesNotContain(CertificateProof.of(set, "c2"));
  }

  @Test
  void isNotGivenByWhoLacksAFileOrHasAnother() throws Exception {
    Map<String, String> other = new TreeMap<>(FILES);
    other.put("site-key.pem", "another key\n");
    write("ours-other", other);
    Map<String, String> less = new TreeMap<>(FILES);
    less.remove("site-key.pem");
    write("ours-less", less);
    Map<String, String> more = new TreeMap<>(FILES);
    more.put("more.pem", "more\n");
    write("ours-more", more);
    write("theirs-now", FILES);
    assertThat(proofs("c1")).doesNotContain(CertificateProof.of(set, "c1"));
  }

  @Test
  void isAskedForWithANewChallengeEachTime() {
    assertThat(CertificateProof.challenge())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(CertificateProof.challenge());
  }

  private void write(String folder, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = certs.resolve(folder).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), StandardCharsets.ISO_8859_1);
    }
  }

  /// What the shell prints.
  private String proofs(String challenge) throws Exception {
    Process shell =
        new ProcessBuilder(FileQuestions.possession(certs + "/ours-", challenge))
            .redirectErrorStream(true)
            .start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
