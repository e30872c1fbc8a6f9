package io.sallyport.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateFactsTest {
  @Test
  void saysTheNamesOfTheFirstAndTheExpiryOfAll() throws Exception {
    String leaf =
        TestCertificate.of("leaf", 60, "dns:Shop.example.com,dns:*.example.com,ip:10.0.0.1");
    String chain = leaf + TestCertificate.of("ca", 30, "dns:ca.example");

    CertificateFacts facts = CertificateFacts.of(chain).orElseThrow();

    assertThat(facts.names()).containsExactly("*.example.com", "10.0.0.1", "shop.example.com");
    assertThat(facts.expires())
        .isBefore(CertificateFacts.of(leaf).orElseThrow().expires().minus(Duration.ofDays(20)));
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
  void takesTheCommonNameWhereThereIsNoOther() throws Exception {
    assertThat(
            CertificateFacts.of(TestCertificate.of("shop.example.com", 9, ""))
                .orElseThrow()
                .names())
        .containsExactly("shop.example.com");
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
