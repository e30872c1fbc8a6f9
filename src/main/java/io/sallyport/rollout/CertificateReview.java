package io.sallyport.rollout;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.Setting;
import io.sallyport.model.CertificateUse;
import io.sallyport.model.VirtualHost;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.rollout.CertificateFiles.Named;
import io.sallyport.rollout.HostCertificates.InUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds out what the certificates say that a proxy's hosts use: of `CertSource` by what was read
/// there, of others by asking the proxy, a few at a time, and again after an hour; after a minute
/// where they are about to expire, are not valid yet, or are for another name. Files that could not
/// be asked for are asked for again after a minute, and then after twice as long each time, up to
/// an hour.
final class CertificateReview {
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final Duration SOON_AGAIN = Duration.ofMinutes(1);
  private static final Duration NEAR = Duration.ofDays(14);
  private static final int MOST_DOUBLINGS = 6;

  private final String containerId;
  private final ProxyReader reader;
  private final Map<String, Read> read = new HashMap<>();
  private CertificateSet set = CertificateSet.NONE;
  private Map<String, Optional<CertificateFacts>> ofSet = Map.of();
  private List<InUse> last = List.of();
  private boolean told;

  /// @param failures how often in a row it could not be asked for
  private record Read(Optional<CertificateFacts> facts, Instant again, int failures) {
    static final Read NEVER = new Read(Optional.empty(), Instant.MIN, 0);

    Read failed(Optional<CertificateFacts> known, Instant now) {
      Duration pause = SOON_AGAIN.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
      return new Read(known, now.plus(pause.compareTo(AGAIN) < 0 ? pause : AGAIN), failures + 1);
    }
  }

  CertificateReview(String containerId, ProxyReader reader) {
    this.containerId = containerId;
    this.reader = reader;
  }

  /// What is to be asked of the proxy now, as much as one question holds: files that it has by
  /// itself.
  List<String> due(ProxyWork work, Instant now) {
    Set<String> files = files(work).keySet().stream().map(Named::file).collect(Collectors.toSet());
    read.keySet().retainAll(files);
    return files.stream()
        .filter(file -> !isOfSource(work, file))
        .filter(file -> !now.isBefore(again(file)))
        .sorted(Comparator.comparing(this::again).thenComparing(Comparator.naturalOrder()))
        .limit(ProxyReader.MOST_CERTIFICATES)
        .toList();
  }

  private Instant again(String file) {
    return known(file).again();
  }

  private Read known(String file) {
    return read.getOrDefault(file, Read.NEVER);
  }

  /// Asks the proxy for them.
  ///
  /// @throws io.sallyport.source.EngineException when it cannot be found out
  void ask(ProxyWork work, List<String> due, Instant now) {
    Map<Named, List<VirtualHost>> files = files(work);
    Map<String, Optional<CertificateFacts>> facts = answer(due, now);
    facts.forEach((file, each) -> {
      boolean troubled =
          each.map(is ->
                  is.expires().isBefore(now.plus(NEAR))
                      || is.begins().isAfter(now)
                      || !others(is, files, new Named(file, CertificateUse.SERVER)).isEmpty())
              .orElse(true);
      read.put(file, new Read(each, now.plus(troubled ? SOON_AGAIN : AGAIN), 0));
    });
    for (String file : due) { // The answer was too long, or it says something else.
      if (!facts.containsKey(file)) {
        read.put(file, known(file).failed(Optional.empty(), now));
      }
    }
    if (!facts.containsKey(due.getFirst())) { // It leaves no room for others.
      read.put(due.getFirst(), new Read(Optional.empty(), now.plus(AGAIN), MOST_DOUBLINGS));
    }
  }

  private Map<String, Optional<CertificateFacts>> answer(List<String> due, Instant now) {
    try {
      return reader.certificates(containerId, due);
    } catch (RuntimeException failure) { // Not at once again: a process may still run in the proxy.
      due.forEach(file -> read.put(file, known(file).failed(known(file).facts(), now)));
      throw failure;
    }
  }

  /// What is known now; nothing where that is no news.
  Optional<HostCertificates> news(ProxyWork work) {
    List<InUse> all = new ArrayList<>();
    SortedMap<Named, List<VirtualHost>> files = files(work);
    files.forEach((named, hosts) ->
        facts(work, named.file())
            .ifPresent(facts ->
                all.add(
                    new InUse(
                        named.file(),
                        isOfSource(work, named.file()),
                        named.use(),
                        facts,
                        hosts.stream().map(VirtualHost::name).toList(),
                        others(facts, files, named)))));
    if (told && all.equals(last)) {
      return Optional.empty();
    }
    told = true;
    last = List.copyOf(all);
    return Optional.of(new HostCertificates(work.proxy().name(), containerId, all));
  }

  private Optional<CertificateFacts> facts(ProxyWork work, String file) {
    Optional<String> name = nameInSource(work, file);
    if (name.isEmpty()) {
      return known(file).facts();
    }
    CertificateSet now = work.config().certificates();
    if (!now.equals(set)) {
      set = now;
      ofSet = new HashMap<>();
    }
    return ofSet.computeIfAbsent(
        name.get(), each -> CertificateFacts.of(now.files().getOrDefault(each, "")));
  }

  private static boolean isOfSource(ProxyWork work, String file) {
    return nameInSource(work, file).isPresent();
  }

  /// The name in `CertSource` of a file of the proxy.
  static Optional<String> nameInSource(ProxyWork work, String file) {
    return work.wanted()
        .extension()
        .find(Setting.SSL_CERT_PATH)
        .filter(folder -> file.startsWith(folder + "/"))
        .map(folder -> file.substring(folder.length() + 1))
        .filter(work.config().certificates().files()::containsKey);
  }

  private static SortedMap<Named, List<VirtualHost>> files(ProxyWork work) {
    return CertificateFiles.of(work.wanted().table().hosts());
  }

  /// By host the names that a client may ask for and the certificate is not for. A host for all
  /// names has none of its own.
  private static SortedMap<String, List<String>> others(
      CertificateFacts facts, Map<Named, List<VirtualHost>> files, Named named) {
    SortedMap<String, List<String>> others = new TreeMap<>();
    if (named.use() == CertificateUse.SERVER) {
      for (VirtualHost host : files.getOrDefault(named, List.of())) {
        List<String> own =
            Stream.concat(Stream.of(host.name()), host.aliases().stream())
                .filter(name -> name.contains(".") && !facts.isFor(name))
                .sorted()
                .toList();
        if (!own.isEmpty()) {
          others.put(host.name(), own);
        }
      }
    }
    return others;
  }
}
