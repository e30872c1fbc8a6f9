package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.journal.FileJournal;
import io.sallyport.metrics.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a changed file becomes a new set.
class CertificateSourcesTest {
  private final FileJournal journal =
      new FileJournal(InstantSource.system(), new Metrics("test"), (wrong, known) -> {});

  @TempDir private Path folder;
  private ProxySettings extension = ProxySettings.defaults();
  private CertificateSources certificates = new CertificateSources(Settings.defaults());

  @BeforeEach
  void name() {
    extension = extension.with(Setting.CERT_SOURCE, folder.toString());
    certificates = new CertificateSources(Settings.defaults().withProxies(List.of(extension)));
  }

  @Test
  void takesTheFirstAtOnce() throws Exception {
    write("site.pem", "first");
    assertThat(certificates.refresh(journal)).isTrue();
    assertThat(files()).containsExactly("first");
    assertThat(certificates.refresh(journal)).isFalse();
  }

  @Test
  void takesOthersOnceTheyStayAsTheyAre() throws Exception {
    write("site.pem", "first");
    certificates.refresh(journal);

    write("site.pem", "second");
    assertThat(certificates.refresh(journal)).isFalse();
    write("site-key.pem", "second's");
    assertThat(certificates.refresh(journal)).isFalse();
    assertThat(files()).containsExactly("first");
    assertThat(certificates.refresh(journal)).isTrue();
    assertThat(files()).containsExactly("second's", "second");
  }

  @Test
  void isNoNewsWhenAFileIsWrittenAnewAsItWas() throws Exception {
    write("site.pem", "first");
    certificates.refresh(journal);
    Files.delete(folder.resolve("site.pem"));
    write("site.pem", "first");
    assertThat(certificates.refresh(journal)).isFalse();
    assertThat(certificates.refresh(journal)).isFalse();
  }

  @Test
  void keepsTheLastGoodSet() throws Exception {
    write("site.pem", "first");
    certificates.refresh(journal);

    write("site.pem", "-----BEGIN CERTIFICATE-----\nhalf");
    assertNothingNew();
    assertThat(certificates.of(extension).whyMissing("shop.pem").orElseThrow())
        .contains("site.pem is not whole");
    Files.delete(folder.resolve("site.pem"));
    assertNothingNew();
    Files.delete(folder);
    assertNothingNew();
    assertThat(files()).containsExactly("first");

    Files.createDirectory(folder);
    write("site.pem", "second");
    certificates.refresh(journal);
    assertThat(certificates.refresh(journal)).isTrue();
    assertThat(files()).containsExactly("second");
    assertThat(certificates.of(extension).whyMissing("shop.pem")).isEmpty();
  }

  @Test
  void forgetsWhatIsGone() throws Exception {
    write("site.pem", "first");
    write("shop.pem", "first");
    certificates.refresh(journal);
    Files.delete(folder.resolve("shop.pem"));
    certificates.refresh(journal);
    assertThat(certificates.refresh(journal)).isTrue();
    assertThat(certificates.of(extension).files()).containsOnlyKeys("site.pem");
  }

  @Test
  void keepsExtensionsApart(@TempDir Path otherFolder) throws Exception {
    ProxySettings other =
        ProxySettings.defaults().with(Setting.CERT_SOURCE, otherFolder.toString());
    ProxySettings none = ProxySettings.defaults();
    certificates =
        new CertificateSources(Settings.defaults().withProxies(List.of(extension, other, none)));
    write("site.pem", "first");
    assertThat(certificates.refresh(journal)).as("though the other is empty").isTrue();
    Files.writeString(otherFolder.resolve("site.pem"), "other");
    assertThat(certificates.refresh(journal)).isTrue();

    assertThat(files()).containsExactly("first");
    assertThat(certificates.of(other).files().values()).containsExactly("other");
    assertThat(certificates.of(none).isEmpty()).isTrue();
  }

  private void assertNothingNew() {
    for (int i = 0; i < 4; i++) {
      assertThat(certificates.refresh(journal)).isFalse();
    }
  }

  private List<String> files() {
    return List.copyOf(certificates.of(extension).files().values());
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }
}
