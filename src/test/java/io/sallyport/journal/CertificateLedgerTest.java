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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
            "warning: certificate /certs/shop.pem expires at 2026-06-21T12:00:00Z; renew it in"
                + " proxy `edge` (docker cp, a volume, or CertSource)");
    assertThat(said(NOON.plus(Duration.ofDays(20))))
        .containsExactly(
            "error: certificate /certs/shop.pem expired at 2026-06-21T12:00:00Z, so clients refuse"
                + " it; renew it in proxy `edge` (docker cp, a volume, or CertSource)");
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
                .endsWith("(no host serves it to clients); renew it in CertSource"));
  }

  @Test
  void anotherCertificateOfItsFileIsAWarning() {
    ledger.used(used("edge", "shop.example", withChain(NOON.minus(Duration.ofDays(1)))));
    assertThat(said(NOON))
        .containsExactly(
            "warning: certificate /certs/shop.pem has another certificate in its file that expired"
                + " at 2026-05-31T12:00:00Z; replace or remove that one in"
                + " proxy `edge` (docker cp, a volume, or CertSource)");
    assertThat(said(NOON.plus(Duration.ofDays(7))))
        .as("its own end is said first")
        .singleElement()
        .asString()
        .contains("/certs/shop.pem expires at 2026-06-21T12:00:00Z");

    ledger.used(used("edge", "shop.example", withChain(NOON.plus(Duration.ofDays(15)))));
    assertThat(said(NOON)).isEmpty();
    assertThat(said(NOON.plus(Duration.ofDays(2))))
        .singleElement()
        .asString()
        .contains("has another certificate in its file that expires at 2026-06-16T12:00:00Z");
  }

  /// A finding is logged anew where its text changes.
  @Test
  void theTextStaysWhileHostsComeAndGo() {
    List<String> hosts = List.of("a.example", "b.example");
    ledger.used(used("edge", "a.example", SHOP, List.of("a.example")));
    List<String> one = said(NOON);
    List<String> expired = said(NOON.plus(Duration.ofDays(20)));
    assertThat(one)
        .containsExactly(
            "error: certificate /certs/shop.pem is for `shop.example`, and not for all names of its"
                + " hosts, so clients refuse it; name another in `interlock.ssl_cert`, or put one for"
                + " all these names in proxy `edge` (docker cp, a volume, or CertSource); the page and"
                + " `sallyport explain HOST` name them");
    ledger.used(
        new HostCertificates(
            "edge",
            "id of edge",
            List.of(new InUse("/certs/shop.pem", false, SHOP, hosts, hosts))));
    assertThat(said(NOON)).isEqualTo(one);
    assertThat(said(NOON.plus(Duration.ofDays(20)))).isEqualTo(expired);
    assertThat(ledger.all(NOON).getFirst().problem())
        .isEqualTo("is for `shop.example`, and not for `a.example`, `b.example`");
  }

  private static CertificateFacts withChain(Instant expires) {
    return new CertificateFacts(SHOP.names(), true, SHOP.expires(), Optional.of(expires));
  }

  @Test
  void showsSomeOfManyNames() {
    List<String> names = IntStream.range(0, 300).mapToObj("host%03d.example"::formatted).toList();
    ledger.used(used("edge", "host299.example", new CertificateFacts(names, SHOP.expires())));
    assertThat(ledger.all(NOON).getFirst().names()).hasSize(200).contains("host199.example");
  }

  private List<String> said(Instant now) {
    return ledger.all(now).stream().flatMap(each -> finding(each, now).stream()).toList();
  }

  private static List<String> finding(KnownCertificate known, Instant now) {
    return CertificateLedger.finding(known, now).stream().map(Finding::toString).toList();
  }

  private static HostCertificates used(String proxy, String host) {
    return used(proxy, host, SHOP);
  }

  private static HostCertificates used(String proxy, String host, CertificateFacts facts) {
    return used(proxy, host, facts, List.of());
  }

  private static HostCertificates used(
      String proxy, String host, CertificateFacts facts, List<String> others) {
    return new HostCertificates(
        proxy,
        "id of " + proxy,
        List.of(new InUse("/certs/shop.pem", false, facts, List.of(host), others)));
  }
}
