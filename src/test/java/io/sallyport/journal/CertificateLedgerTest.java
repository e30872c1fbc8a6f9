package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.TestCertificate;
import io.sallyport.finding.Finding;
import io.sallyport.history.KnownCertificate;
import io.sallyport.history.KnownCertificate.Mismatch;
import io.sallyport.journal.CertificateLedger.Entry;
import io.sallyport.model.CertificateUse;
import io.sallyport.rollout.HostCertificates;
import io.sallyport.rollout.HostCertificates.InUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertificateLedgerTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final CertificateFacts SHOP =
      new CertificateFacts(List.of("shop.example"), NOON.plus(Duration.ofDays(20)));

  private static final Map<String, List<String>> HOST = Map.of("shop.example", List.of());

  private final CertificateLedger ledger = new CertificateLedger();

  @Test
  void aCertificateOfTwoProxiesIsOne() {
    ledger.used(used("edge-1", "a.example"));
    ledger.used(used("edge-2", "b.example"));
    assertThat(known())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.hosts()).containsExactly("a.example", "b.example");
          assertThat(each.proxies()).containsExactly("edge-1", "edge-2");
          assertThat(each.problem()).isEmpty();
        });

    assertThat(ledger.keepOnly(Set.of("edge-2"))).isTrue();
    assertThat(known().getFirst().hosts()).containsExactly("b.example");
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
                .endsWith("(no host uses it); renew it in CertSource"));
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

  /// Somebody who names another's certificate for his own host hurts that host alone; and a finding
  /// is logged anew where its text changes.
  @Test
  void aMismatchIsAboutItsHostAloneWhoeverElseUsesTheFile() {
    ledger.used(used(CertificateUse.SERVER, SHOP, Map.of("a.example", List.of("a.example"))));
    assertThat(said(NOON))
        .containsExactly(
            "error: host a.example has certificate /certs/shop.pem, which is for `shop.example`, and"
                + " not for `a.example`, so clients refuse it; name another in its"
                + " `interlock.ssl_cert`, or replace this one in proxy `edge` (docker cp, a volume,"
                + " or CertSource) by one for all names of its hosts");
    List<String> one = said(NOON);
    ledger.used(
        used(
            CertificateUse.SERVER,
            SHOP,
            Map.of(
                "a.example",
                List.of("a.example"),
                "b.example",
                List.of("b.example"),
                "shop.example",
                List.of())));
    assertThat(said(NOON)).hasSize(2).containsAll(one);
    assertThat(known().getFirst().problem()).isEmpty();
    assertThat(known().getFirst().mismatches())
        .extracting(Mismatch::host)
        .containsExactly("a.example", "b.example");
    assertThat(said(NOON.plus(Duration.ofDays(20)))).hasSize(3).containsAll(one);
  }

  @Test
  void oneWithoutAlternativeNamesIsForNobody() {
    CertificateFacts none = new CertificateFacts(List.of(), SHOP.expires());
    ledger.used(used(CertificateUse.SERVER, none, Map.of("a.example", List.of("a.example"))));
    assertThat(said(NOON))
        .singleElement()
        .asString()
        .startsWith(
            "error: host a.example has certificate /certs/shop.pem, which has no alternative names"
                + " (subjectAltName), and browsers look at no others, so they refuse it; ");
  }

  @Test
  void oneThatIsNotValidYetIsSaidUntilItIs() throws Exception {
    ledger.used(used(CertificateUse.SERVER, from(NOON.plus(Duration.ofDays(3)), true), HOST));
    assertThat(said(NOON))
        .containsExactly(
            "error: certificate /certs/shop.pem is not valid before 2026-06-04T12:00:00Z, so clients"
                + " refuse it; replace it by one that is valid now in proxy `edge` (docker cp, a"
                + " volume, or CertSource)");
    assertThat(known().getFirst().problem()).startsWith("is not valid before 2026-06-04T12:00:00Z");
    assertThat(said(NOON.plus(Duration.ofDays(3)))).isEmpty();

    ledger.clear();
    TreeMap<String, String> files = new TreeMap<>();
    files.put("next.pem", TestCertificate.of("next.example", 90));
    ledger.source("/certs", new CertificateSet(files));
    assertThat(said(NOON)).as("nobody uses it yet").isEmpty();
    assertThat(known().getFirst().note()).startsWith("is not valid before ");
  }

  @Test
  void aCaIsSaidWithWhatItIsFor() {
    Instant after = SHOP.expires();
    Map.of(
            CertificateUse.CLIENT_CA,
            "error: certificate /certs/shop.pem expired at 2026-06-21T12:00:00Z, so hosts answer 400"
                + " to clients whose certificates it issued; renew it in",
            CertificateUse.BACKEND_CA,
            "error: certificate /certs/shop.pem expired at 2026-06-21T12:00:00Z, so hosts answer 502"
                + " for containers whose certificates it issued; renew it in",
            CertificateUse.BACKEND_CLIENT,
            "warning: certificate /certs/shop.pem expired at 2026-06-21T12:00:00Z, so containers"
                + " that check it refuse it; renew it in")
        .forEach((use, text) -> {
          ledger.used(used(use, from(Instant.EPOCH, true), HOST));
          assertThat(said(after)).singleElement().asString().startsWith(text);
        });

    ledger.used(used(CertificateUse.CLIENT_CA, from(Instant.EPOCH, false), HOST));
    assertThat(said(after)).as("another in the file may verify them").isEmpty();
  }

  @Test
  void aSelfSignedOneAndOneWithoutItsChainAreNotes() {
    ledger.used(used(CertificateUse.SERVER, from(Instant.EPOCH, true), HOST));
    assertThat(known().getFirst().note()).startsWith("no other certificate in its file: ");
    ledger.used(used(CertificateUse.SERVER, from(Instant.EPOCH, false), HOST));
    assertThat(known().getFirst().note()).isEmpty();
    CertificateFacts self =
        new CertificateFacts(
            SHOP.names(), true, Instant.EPOCH, SHOP.expires(), Optional.empty(), true, true);
    ledger.used(used(CertificateUse.SERVER, self, HOST));
    assertThat(known().getFirst().note()).startsWith("self-signed: ");
    assertThat(said(NOON)).isEmpty();
  }

  private static CertificateFacts from(Instant begins, boolean alone) {
    return new CertificateFacts(
        SHOP.names(), true, begins, SHOP.expires(), Optional.empty(), false, alone);
  }

  private static CertificateFacts withChain(Instant expires) {
    return new CertificateFacts(
        SHOP.names(), true, Instant.EPOCH, SHOP.expires(), Optional.of(expires), false, false);
  }

  @Test
  void showsSomeOfManyNames() {
    List<String> names = IntStream.range(0, 300).mapToObj("host%03d.example"::formatted).toList();
    ledger.used(used("edge", "host299.example", new CertificateFacts(names, SHOP.expires())));
    assertThat(known().getFirst().names()).hasSize(200).contains("host199.example");
  }

  private List<KnownCertificate> known() {
    return ledger.all(NOON).stream().map(Entry::known).toList();
  }

  private List<String> said(Instant now) {
    return ledger.all(now).stream()
        .flatMap(each -> each.findings().stream())
        .map(Finding::toString)
        .toList();
  }

  private static HostCertificates used(String proxy, String host) {
    return used(proxy, host, SHOP);
  }

  private static HostCertificates used(String proxy, String host, CertificateFacts facts) {
    return used(proxy, CertificateUse.SERVER, facts, Map.of(host, List.of()));
  }

  private static HostCertificates used(
      CertificateUse use, CertificateFacts facts, Map<String, List<String>> hosts) {
    return used("edge", use, facts, hosts);
  }

  /// @param hosts with the names that it is not for
  private static HostCertificates used(
      String proxy, CertificateUse use, CertificateFacts facts, Map<String, List<String>> hosts) {
    TreeMap<String, List<String>> others = new TreeMap<>(hosts);
    others.values().removeIf(List::isEmpty);
    return new HostCertificates(
        proxy,
        "id of " + proxy,
        List.of(
            new InUse(
                "/certs/shop.pem",
                false,
                use,
                facts,
                List.copyOf(new TreeMap<>(hosts).keySet()),
                others)));
  }
}
