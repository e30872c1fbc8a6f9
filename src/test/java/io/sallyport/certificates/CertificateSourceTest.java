package io.sallyport.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.traffic.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken from a directory, and what keeps all of it from being taken.
class CertificateSourceTest {
  private static final String SITE = Certificates.certificate("site");
  private static final String KEY = Certificates.key("site");

  @TempDir private Path folder;
  private CertificateSource source = new CertificateSource(Path.of(""));

  @BeforeEach
  void look() {
    source = new CertificateSource(folder);
  }

  @Test
  void takesFilesWhateverTheyHold() throws Exception {
    write("site.pem", SITE);
    write("site-key.pem", KEY);
    write("client.pass", "open sesame\n");
    Files.write(folder.resolve("site.der"), new byte[] {(byte) 0x80, (byte) 0xff, 0});

    CertificateSet set = source.read();

    assertThat(set.files())
        .containsOnlyKeys("client.pass", "site-key.pem", "site.der", "site.pem")
        .containsEntry("site.pem", SITE)
        .containsEntry("site.der", "\u0080\u00ff\0");
  }

  /// As certbot lays them out.
  @Test
  void followsLinksOutOfTheDirectory(@TempDir Path archive) throws Exception {
    Files.writeString(archive.resolve("fullchain1.pem"), SITE);
    Files.createDirectory(folder.resolve("example.com"));
    Path link = folder.resolve("example.com/fullchain.pem");
    Files.createSymbolicLink(
        link, folder.resolve("example.com").relativize(archive.resolve("fullchain1.pem")));

    assertThat(source.read().files())
        .containsExactly(java.util.Map.entry("example.com/fullchain.pem", SITE));

    var before = source.look();
    Files.writeString(archive.resolve("fullchain2.pem"), SITE);
    Files.delete(link);
    Files.createSymbolicLink(link, archive.resolve("fullchain2.pem"));
    assertThat(source.look()).isNotEqualTo(before);
  }

  /// As Kubernetes lays out a secret: a hidden folder, and a link that is exchanged.
  @Test
  void takesEachFileOnceWhereFoldersAreHidden() throws Exception {
    Files.createDirectory(folder.resolve("..2026_11_21"));
    write("..2026_11_21/tls.crt", SITE);
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_21"));
    Files.createSymbolicLink(folder.resolve("tls.crt"), Path.of("..data/tls.crt"));

    assertThat(source.read().files()).containsOnlyKeys("tls.crt");
  }

  @Test
  void tellsSetsApart() throws Exception {
    write("a", "one");
    write("b", "two");
    CertificateSet first = source.read();
    assertThat(source.read()).isEqualTo(first);

    write("a", "onet");
    write("b", "wo");
    CertificateSet second = source.read();
    assertThat(second.digest()).isNotEqualTo(first.digest()).matches("[0-9a-f]{12}");
    assertThat(second.notIn(first)).containsExactly("a", "b");

    Files.delete(folder.resolve("a"));
    assertThat(source.read().notIn(second)).isEmpty();
  }

  /// As Docker makes one where a file to mount is missing.
  @Test
  void knowsWhatIsADirectoryAndWhyAFileIsMissing() throws Exception {
    write("site.pem", SITE);
    java.util.Map<String, String> before = source.look();
    Files.createDirectory(folder.resolve("shop.pem"));
    assertThat(source.look()).isNotEqualTo(before);

    CertificateSet set = source.read();
    assertThat(set.whyMissing("shop.pem")).contains("in CertSource it is a directory, not a file");
    assertThat(set.whyMissing("pay.pem")).isEmpty();
    CertificateSet refused = set.with("/certs/half.pem is not whole");
    assertThat(refused).isEqualTo(set);
    assertThat(refused.whyMissing("site.pem")).isEmpty();
    assertThat(refused.whyMissing("pay.pem"))
        .contains(
            "CertSource cannot be used as it is now, so none of its new files are:"
                + " /certs/half.pem is not whole");
  }

  @Test
  void showsNoKey() throws Exception {
    write("site-key.pem", KEY);
    assertThat(source.read().toString()).contains("site-key.pem").doesNotContain("PRIVATE");
  }

  @Test
  void refusesHalfOfAFile() throws Exception {
    write("site.pem", SITE);
    for (String half :
        new String[] {
          KEY.substring(0, 40),
          KEY.substring(40),
          SITE + KEY.substring(0, 60),
          KEY.replace("END PRIVATE", "END PUBLIC")
        }) {
      write("site-key.pem", half);
      assertRefused("site-key.pem is not whole");
    }
    write("site-key.pem", "");
    assertRefused("site-key.pem is empty");
    write("site-key.pem", "Bag Attributes\n" + KEY + SITE);
    assertThat(source.read().files()).hasSize(2);
  }

  @Test
  void refusesWhatIsTooMuch() throws Exception {
    Files.write(folder.resolve("large"), new byte[CertificateSource.LARGEST_FILE]);
    assertThat(source.read().files()).hasSize(1);
    Files.write(folder.resolve("large"), new byte[CertificateSource.LARGEST_FILE + 1]);
    assertRefused("large is larger than 1 MiB");

    Files.delete(folder.resolve("large"));
    for (int i = 0; i < 17; i++) {
      Files.write(folder.resolve("part" + i), new byte[CertificateSource.LARGEST_FILE]);
    }
    assertRefused("holds more than 16 MiB");
  }

  @Test
  void refusesTooManyFilesAndFoldersWithoutEnd() throws Exception {
    Files.createSymbolicLink(folder.resolve("again"), Path.of("."));
    assertRefused("more than 4 folders deep");
    Files.delete(folder.resolve("again"));

    for (int i = 0; i <= CertificateSource.MOST_FILES; i++) {
      write("site" + i, "x");
    }
    assertRefused("holds more than 1000 files and folders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new\nline",
        "0123456789/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
      })
  void refusesNamesThatCannotTravel(String name) throws Exception {
    Files.createDirectories(folder.resolve(name).getParent());
    write(name, "x");
    assertRefused("has a name that is longer than 100 bytes or has control characters");
  }

  @Test
  void saysWhatIsNotThere() throws Exception {
    assertRefused("holds no files");
    Files.createSymbolicLink(folder.resolve("site.pem"), Path.of("gone.pem"));
    assertRefused("site.pem is a link to what is not there");

    source = new CertificateSource(folder.resolve("nowhere"));
    assertRefused("nowhere cannot be read: there is no such file or directory");
    assertThatThrownBy(source::look).isInstanceOf(CertificatesException.class);
    Path file = write("file", "x");
    source = new CertificateSource(file);
    assertRefused("file cannot be read: it is not a directory");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(source::read)
        .isInstanceOf(CertificatesException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(why);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
