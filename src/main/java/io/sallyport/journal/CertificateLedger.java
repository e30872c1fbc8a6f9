package io.sallyport.journal;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Subject;
import io.sallyport.history.KnownCertificate;
import io.sallyport.rollout.HostCertificates;
import io.sallyport.rollout.HostCertificates.InUse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which certificates there are: those that proxies serve hosts with, and the others in
/// `CertSource`.
final class CertificateLedger {
  private static final Duration NOTICE = Duration.ofDays(14);
  private static final int MOST_NAMES = 5;
  private static final int MOST_SHOWN = 200;

  private final SortedMap<String, HostCertificates> byProxy = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, CertificateFacts>> sources = new TreeMap<>();

  /// The same file with the same content is one certificate, in whichever proxy.
  private record Key(String file, boolean fromSource, CertificateFacts facts) {}

  private static final class Uses {
    private final SortedSet<String> hosts = new TreeSet<>();
    private final SortedSet<String> proxies = new TreeSet<>();
    private final SortedSet<String> others = new TreeSet<>();
  }

  synchronized void used(HostCertificates all) {
    byProxy.put(all.proxy(), all);
  }

  synchronized boolean keepOnly(Set<String> proxies) {
    return byProxy.keySet().retainAll(proxies);
  }

  synchronized void source(String path, CertificateSet set) {
    SortedMap<String, CertificateFacts> facts = new TreeMap<>();
    set.files()
        .forEach((name, content) ->
            CertificateFacts.of(content).ifPresent(each -> facts.put(name, each)));
    sources.put(path, facts);
  }

  synchronized void clear() {
    byProxy.clear();
    sources.clear();
  }

  /// Those that expire first come first.
  synchronized List<KnownCertificate> all(Instant now) {
    Map<Key, Uses> uses = new LinkedHashMap<>();
    Set<CertificateFacts> used = new HashSet<>();
    for (HostCertificates proxy : byProxy.values()) {
      for (InUse each : proxy.all()) {
        Uses of =
            uses.computeIfAbsent(
                new Key(each.file(), each.fromSource(), each.facts()), _ -> new Uses());
        of.hosts.addAll(each.hosts());
        of.others.addAll(each.others());
        of.proxies.add(proxy.proxy());
        if (each.fromSource()) {
          used.add(each.facts());
        }
      }
    }
    sources
        .values()
        .forEach(files ->
            files.forEach((name, facts) -> {
              if (!used.contains(facts)) {
                uses.put(new Key(name, true, facts), new Uses());
              }
            }));
    List<KnownCertificate> all = new ArrayList<>();
    uses.forEach((key, of) -> all.add(known(key, of, now)));
    all.sort(Comparator.comparing(KnownCertificate::expires).thenComparing(KnownCertificate::file));
    return all;
  }

  private static KnownCertificate known(Key key, Uses of, Instant now) {
    return new KnownCertificate(
        key.file(),
        key.fromSource(),
        key.facts().names().stream().limit(MOST_SHOWN).toList(),
        key.facts().expires(),
        List.copyOf(of.hosts),
        List.copyOf(of.proxies),
        List.copyOf(of.others),
        problem(key.facts(), of, now));
  }

  private static String problem(CertificateFacts facts, Uses of, Instant now) {
    if (!facts.expires().isAfter(now)) {
      return ends(facts.expires(), now);
    } else if (!of.others.isEmpty()) {
      return isFor(facts.names()) + ", and not for " + few(of.others);
    }
    return isNear(facts.expires(), now)
        ? ends(facts.expires(), now)
        : facts
            .chainExpires()
            .filter(chain -> isNear(chain, now))
            .map(chain -> "has another certificate in its file that " + ends(chain, now))
            .orElse("");
  }

  private static boolean isNear(Instant expires, Instant now) {
    return expires.isBefore(now.plus(NOTICE));
  }

  private static String ends(Instant expires, Instant now) {
    return (expires.isAfter(now) ? "expires at " : "expired at ")
        + expires.truncatedTo(ChronoUnit.SECONDS);
  }

  /// What is to be said of one. Hosts come and go: the text is the same for all of them, and it is
  /// said once. [KnownCertificate] has their names.
  static Optional<Finding> finding(KnownCertificate known, Instant now) {
    if (known.problem().isEmpty()) {
      return Optional.empty();
    }
    boolean used = !known.hosts().isEmpty();
    boolean expired = !known.expires().isAfter(now);
    boolean others = !expired && !known.others().isEmpty();
    boolean refused = used && (expired || others);
    Code code =
        others
            ? Code.CERTIFICATE_NAMES
            : refused ? Code.CERTIFICATE_EXPIRED : Code.CERTIFICATE_EXPIRES;
    String problem =
        others ? isFor(known.names()) + ", and not for all names of its hosts" : known.problem();
    return Optional.of(
        new Finding(
            code,
            Subject.of(Subject.Kind.CERTIFICATE, known.file()),
            problem
                + (refused ? ", so clients refuse it" : "")
                + (used ? "" : " (no host serves it to clients)"),
            advice(known, others, now)));
  }

  private static String isFor(Collection<String> names) {
    return "is for " + (names.isEmpty() ? "no name" : few(names));
  }

  private static String advice(KnownCertificate known, boolean others, Instant now) {
    String place =
        known.fromSource()
            ? "in CertSource"
            : "in proxy %s (docker cp, a volume, or CertSource)".formatted(few(known.proxies()));
    if (others) {
      return "name another in `interlock.ssl_cert`, or put one for all these names "
          + place
          + "; the page and `sallyport explain HOST` name them";
    }
    return (isNear(known.expires(), now) ? "renew it " : "replace or remove that one ") + place;
  }

  private static String few(Collection<String> names) {
    List<String> some = names.stream().limit(MOST_NAMES).map(each -> "`" + each + "`").toList();
    int more = names.size() - some.size();
    return String.join(", ", some) + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
