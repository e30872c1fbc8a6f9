package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.TestCertificate;
import io.sallyport.finding.Finding;
import io.sallyport.history.KnownCertificate;
import io.sallyport.rollout.HostCertificates;
import io.sallyport.rollout.HostCertificates.InUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CertificateLedgerTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final CertificateFacts SHOP =
      new CertificateFacts(List.of("shop.example"), NOON.plus(Duration.ofDays(20)));

  private final CertificateLedger ledger = new CertificateLedger();

  @Test
  void aCertificateOfTwoProxiesIsOne() {
    ledger.used(used("edge-1", "a.example"));
    ledger.used(used("edge-2", "b.example"));
    assertThat(ledger.all(NOON))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.hosts()).containsExactly("a.example", "b.example");
          assertThat(each.proxies()).containsExactly("edge-1", "edge-2");
          assertThat(each.problem()).isEmpty();
        });

    assertThat(ledger.keepOnly(Set.of("edge-2"))).isTrue();
    assertThat(ledger.all(NOON).getFirst().hosts()).containsExactly("b.example");
    assertThat(ledger.keepOnly(Set.of("edge-2"))).isFalse();
  }

  @Test
  void saysTwoWeeksBeforeAndWhenItHasExpired() {
    ledger.used(used("edge", "shop.example"));
    assertThat(said(NOON.plus(Duration.ofDays(6)))).isEmpty();
    assertThat(said(NOON.plus(Duration.ofDays(7))))
        .containsExactly(
            "warning: certificate /certs/shop.pem expires at 2026-06-21T12:00:00Z (used for"
                + " `shop.example`); renew it in proxy `edge` (docker cp, a volume, or"
                + " CertSource)");
    assertThat(said(NOON.plus(Duration.ofDays(20))))
        .containsExactly(
            "error: certificate /certs/shop.pem expired at 2026-06-21T12:00:00Z, so clients refuse"
                + " it (used for `shop.example`); renew it in proxy `edge` (docker cp, a volume, or"
                + " CertSource)");
  }

  /// Nobody asks for it; it may be an authority, or a client's.
  @Test
  void oneThatNoHostUsesIsAWarningAtMost() throws Exception {
    TreeMap<String, String> files = new TreeMap<>();
    files.put("old.pem", TestCertificate.of("old.example", 3));
    files.put("notes.txt", "none");
    ledger.source("/certs", new CertificateSet(files));
    Instant later = Instant.now().plus(Duration.ofDays(30));
    assertThat(said(later))
        .singleElement()
        .satisfies(text ->
            assertThat(text)
                .startsWith("warning: certificate old.pem expired at ")
                .endsWith("(no host uses it); renew it in CertSource, or remove it"));
  }

  private List<String> said(Instant now) {
    return ledger.all(now).stream().flatMap(each -> finding(each, now).stream()).toList();
  }

  private static List<String> finding(KnownCertificate known, Instant now) {
    return CertificateLedger.finding(known, now).stream().map(Finding::toString).toList();
  }

  private static HostCertificates used(String proxy, String host) {
    return new HostCertificates(
        proxy,
        "id of " + proxy,
        List.of(new InUse("/certs/shop.pem", false, SHOP, List.of(host), List.of())));
  }
}
