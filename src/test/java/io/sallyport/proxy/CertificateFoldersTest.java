package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Which paths of a configuration are those of brought certificates.
class CertificateFoldersTest {
  private static final CertificateFolders FOLDERS =
      CertificateFolders.of("/certs", "0123456789abcdef");
  private static final CertificateSet SET =
      new CertificateSet(new TreeMap<>(Map.of("a.pem", "one", "b/c.pem", "two")));
  private static final String FOLDER = "/certs/.sallyport-0123456789ab-" + SET.digest();

  @Test
  void leadsToTheFilesOfTheSet() {
    assertThat(resolved("ssl_certificate /certs/a.pem;"))
        .isEqualTo("ssl_certificate " + FOLDER + "/a.pem;");
    assertThat(resolved("x \"/certs/a.pem\"; y '/certs/b/c.pem';{/certs/a.pem}"))
        .isEqualTo("x \"%1$s/a.pem\"; y '%1$s/b/c.pem';{%1$s/a.pem}".formatted(FOLDER));
  }

  @Test
  void leavesTheRestAlone() {
    String other =
        "/certs/other.pem /certs/a.pem.old /certs /certs/ /my/certs/a.pem /certs/b c /certs/b";
    assertThat(resolved(other)).isEqualTo(other);
    assertThat(FOLDERS.resolve("/certs/a.pem", CertificateSet.NONE)).isEqualTo("/certs/a.pem");
  }

  @Test
  void isNotSeenInMessages() {
    assertThat(FOLDERS.unresolve("cannot load \"" + FOLDER + "/a.pem\"", SET))
        .isEqualTo("cannot load \"/certs/a.pem\"");
  }

  private static String resolved(String config) {
    return FOLDERS.resolve(config, SET);
  }
}
