package io.sallyport.journal;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Subject;
import io.sallyport.history.KnownCertificate;
import io.sallyport.history.KnownCertificate.Mismatch;
import io.sallyport.journal.CertificateWords.Problem;
import io.sallyport.model.CertificateUse;
import io.sallyport.rollout.HostCertificates;
import io.sallyport.rollout.HostCertificates.InUse;
import java.time.Instant;
import java.util.ArrayList;
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

/// Which certificates there are: those that hosts use, and the others in `CertSource`.
final class CertificateLedger {
  private static final int MOST_SHOWN = 200;

  private final SortedMap<String, HostCertificates> byProxy = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, CertificateFacts>> sources = new TreeMap<>();

  /// The same file with the same content is one certificate for one use, in whichever proxy.
  private record Key(String file, boolean fromSource, CertificateUse use, CertificateFacts facts) {}

  private static final class Uses {
    private final SortedSet<String> hosts = new TreeSet<>();
    private final SortedSet<String> proxies = new TreeSet<>();
    private final SortedMap<String, List<String>> others = new TreeMap<>();
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

  /// A certificate, and what is to be said of it.
  record Entry(KnownCertificate known, List<Finding> findings) {}

  /// Those that expire first come first.
  synchronized List<Entry> all(Instant now) {
    Map<Key, Uses> uses = new LinkedHashMap<>();
    Set<CertificateFacts> used = new HashSet<>();
    for (HostCertificates proxy : byProxy.values()) {
      for (InUse each : proxy.all()) {
        Uses of =
            uses.computeIfAbsent(
                new Key(each.file(), each.fromSource(), each.use(), each.facts()), _ -> new Uses());
        of.hosts.addAll(each.hosts());
        of.others.putAll(each.others());
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
                uses.put(new Key(name, true, CertificateUse.NONE, facts), new Uses());
              }
            }));
    List<Entry> all = new ArrayList<>();
    uses.forEach((key, of) -> all.add(entry(key, of, now)));
    all.sort(
        Comparator.comparing(
            Entry::known,
            Comparator.comparing(KnownCertificate::expires).thenComparing(KnownCertificate::file)));
    return all;
  }

  private static Entry entry(Key key, Uses of, Instant now) {
    Optional<Problem> problem = CertificateWords.problem(key.facts(), key.use(), now);
    KnownCertificate known =
        new KnownCertificate(
            key.file(),
            key.fromSource(),
            key.use(),
            key.facts().names().stream().limit(MOST_SHOWN).toList(),
            key.facts().expires(),
            List.copyOf(of.hosts),
            List.copyOf(of.proxies),
            of.others.entrySet().stream()
                .map(each ->
                    new Mismatch(
                        each.getKey(), CertificateWords.mismatch(key.facts(), each.getValue())))
                .toList(),
            problem.map(Problem::text).orElse(""),
            CertificateWords.note(key.facts(), key.use(), now));
    List<Finding> findings = new ArrayList<>();
    problem.ifPresent(each -> findings.add(finding(known, each)));
    known.mismatches().forEach(each -> findings.add(finding(known, each)));
    return new Entry(known, findings);
  }

  /// Hosts come and go: the text is the same for all of them, and it is said once.
  /// [KnownCertificate] has their names.
  private static Finding finding(KnownCertificate known, Problem problem) {
    return new Finding(
        problem.code(),
        Subject.of(Subject.Kind.CERTIFICATE, known.file()),
        problem.text(),
        problem.advice() + " " + place(known));
  }

  /// About the host, since its labels name the certificate: others may be served well with it.
  private static Finding finding(KnownCertificate known, Mismatch mismatch) {
    return new Finding(
        Code.CERTIFICATE_NAMES,
        Subject.of(Subject.Kind.HOST, mismatch.host()),
        "has certificate %s, which %s".formatted(known.file(), mismatch.problem()),
        "name another in its `interlock.ssl_cert`, or replace this one %s by one for all names of"
                .formatted(place(known))
            + " its hosts");
  }

  private static String place(KnownCertificate known) {
    return known.fromSource()
        ? "in CertSource"
        : "in proxy %s (docker cp, a volume, or CertSource)"
            .formatted(CertificateWords.few(known.proxies()));
  }
}
