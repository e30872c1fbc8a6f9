package io.sallyport.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateExpiryTest {
  @TempDir private Path folder;
  private final TreeMap<String, String> files = new TreeMap<>();

  @BeforeEach
  void make() throws Exception {
    files.put("late.pem", certificate("late", "90"));
    files.put("early.pem", certificate("early", "9"));
  }

  @Test
  void findsTheFirstOfAll() throws Exception {
    files.put("chain.pem", certificate("leaf", "60") + certificate("ca", "30"));

    List<CertificateExpiry> expiries = CertificateExpiry.of(new CertificateSet(files));

    assertThat(expiries)
        .extracting(CertificateExpiry::file)
        .containsExactly("early.pem", "chain.pem", "chain.pem", "late.pem");
    assertThat(expiries).extracting(CertificateExpiry::at).isSorted();
  }

  @Test
  void passesOverWhatIsNone() {
    files.put("key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    files.put("odd.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    files.put("notes.txt", "call the authority in May");

    assertThat(CertificateExpiry.of(new CertificateSet(files)))
        .extracting(CertificateExpiry::file)
        .containsExactly("early.pem", "late.pem");
  }

  /// With its key in front, as some keep them in one file.
  private String certificate(String name, String days) throws IOException, InterruptedException {
    Path store = folder.resolve(name);
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> make =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-validity",
            days,
            "-dname",
            "CN=" + name,
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit");
    assertThat(new ProcessBuilder(make).redirectErrorStream(true).start().waitFor()).isZero();
    Path pem = folder.resolve(name + ".pem");
    List<String> show =
        List.of(
            keytool,
            "-exportcert",
            "-rfc",
            "-alias",
            "it",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit",
            "-file",
            pem.toString());
    assertThat(new ProcessBuilder(show).redirectErrorStream(true).start().waitFor()).isZero();
    return Files.readString(pem);
  }
}
