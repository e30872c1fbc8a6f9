package io.sallyport.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFactsTest {
  @Test
  void saysTheNamesAndTheExpiryOfTheFirstAndWhenItsChainExpires() throws Exception {
    String leaf =
        TestCertificate.of("leaf", 60, "dns:Shop.example.com,dns:*.example.com,ip:10.0.0.1");
    String authority = TestCertificate.of("ca", 30, "dns:ca.example");
    String root = TestCertificate.of("root", 90, "");

    CertificateFacts facts = CertificateFacts.of(leaf + root + authority).orElseThrow();

    assertThat(facts.names()).containsExactly("*.example.com", "10.0.0.1", "shop.example.com");
    assertThat(facts.expires()).isEqualTo(CertificateFacts.of(leaf).orElseThrow().expires());
    assertThat(facts.chainExpires())
        .contains(CertificateFacts.of(authority).orElseThrow().expires());
    assertThat(CertificateFacts.of(leaf).orElseThrow().chainExpires()).isEmpty();
  }

  /// An address with a mask that is not contiguous, of which the JDK throws a plain
  /// RuntimeException, and an address of three bytes.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "30:22:87:20:20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:00"
            + ":ff:00:ff:00:00:00:00:00:00:00:00:00:00:00:00:01",
        "30:05:87:03:01:02:03"
      })
  void namesThatCannotBeReadAreUnknown(String names) throws Exception {
    CertificateFacts facts =
        CertificateFacts.of(TestCertificate.with("odd.example", 9, "2.5.29.17=" + names))
            .orElseThrow();
    assertThat(facts.complete()).isFalse();
    assertThat(facts.names()).isEmpty();
    assertThat(facts.isFor("shop.example")).as("it may be").isTrue();
  }

  @Test
  void isForEachOfManyNames() throws Exception {
    String names =
        IntStream.range(0, 250)
            .mapToObj("dns:host%03d.example"::formatted)
            .collect(Collectors.joining(","));
    CertificateFacts facts =
        CertificateFacts.of(TestCertificate.of("many", 9, names)).orElseThrow();
    assertThat(facts.isFor("host249.example")).isTrue();
    assertThat(facts.isFor("host250.example")).isFalse();
  }

  @Test
  void isForItsNamesAndOneLabelForAnAsterisk() {
    CertificateFacts facts =
        new CertificateFacts(List.of("*.shop.example", "shop.example", "10.0.0.1"), Instant.MAX);
    assertThat(List.of("shop.example", "www.shop.example", "*.shop.example", "10.0.0.1"))
        .allMatch(facts::isFor);
    assertThat(List.of("example", "a.b.shop.example", "evilshop.example", "*.b.shop.example", "x"))
        .noneMatch(facts::isFor);
  }

  @Test
  void aCommonNameAloneIsNoName() throws Exception {
    CertificateFacts facts =
        CertificateFacts.of(TestCertificate.of("shop.example.com", 9, "")).orElseThrow();
    assertThat(facts.names()).isEmpty();
    assertThat(facts.isFor("shop.example.com")).isFalse();
  }

  @Test
  void saysWhenItBeginsAndWhoIssuedIt() throws Exception {
    String certificate = TestCertificate.of("shop.example.com", 9);
    CertificateFacts facts = CertificateFacts.of(certificate).orElseThrow();
    assertThat(facts.begins()).isBefore(facts.expires().minus(Duration.ofDays(8)));
    assertThat(facts.selfSigned()).isTrue();
    assertThat(facts.alone()).isTrue();
    assertThat(CertificateFacts.of(certificate + certificate).orElseThrow().alone()).isFalse();
  }

  @Test
  void passesOverWhatIsNone() {
    assertThat(
            List.of(
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "call the authority in May",
                ""))
        .allMatch(text -> CertificateFacts.of(text).isEmpty());
  }
}
