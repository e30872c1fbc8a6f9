package io.sallyport.reconcile;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.CertificateSource;
import io.sallyport.certificates.CertificatesException;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.journal.FileJournal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The extensions' certificates. A set that changes on disk is read anew; while any of it is wrong,
/// the last good one stays. Before there was a good one, proxies keep the files that they have.
public final class CertificateSources {
  private final Map<ProxySettings, Source> sources = new LinkedHashMap<>();

  /// One extension's directory and what is known of it.
  private static final class Source {
    private final CertificateSource directory;
    private CertificateSet set = CertificateSet.NONE;
    private @Nullable Map<String, String> taken;
    private @Nullable Map<String, String> lastSeen;

    Source(String path) {
      directory = new CertificateSource(Path.of(path));
    }

    /// The next set, once two looks in a row have found the same files: who renews a certificate
    /// and its key writes one after the other. The first is taken at once.
    Optional<CertificateSet> news() throws CertificatesException {
      Map<String, String> seen = directory.look();
      boolean settled = taken == null || seen.equals(lastSeen);
      lastSeen = seen;
      if (!settled || seen.equals(taken)) {
        return Optional.empty();
      }
      CertificateSet read = directory.read();
      if (!directory.look().equals(seen)) {
        return Optional.empty();
      }
      taken = seen;
      return Optional.of(read);
    }
  }

  public CertificateSources(Settings settings) {
    for (ProxySettings extension : settings.proxies()) {
      extension
          .find(Setting.CERT_SOURCE)
          .ifPresent(path -> sources.put(extension, new Source(path)));
    }
  }

  /// True when there is anything to look at.
  boolean any() {
    return !sources.isEmpty();
  }

  CertificateSet of(ProxySettings extension) {
    Source source = sources.get(extension);
    return source == null ? CertificateSet.NONE : source.set;
  }

  /// All that are known now.
  List<CertificateSet> all() {
    return sources.values().stream().map(source -> source.set).toList();
  }

  /// Reads those that have changed.
  ///
  /// @return true when one was replaced
  boolean refresh(FileJournal journal) {
    boolean replaced = false;
    for (Source source : sources.values()) {
      String path = source.directory.toString();
      try {
        Optional<CertificateSet> news = source.news();
        CertificateSet before = source.set;
        source.set = news.orElse(before); // First: proxies get it whatever can be said of it.
        if (!source.set.equals(before)) {
          replaced = true;
          journal.certificatesRead(path, before, source.set);
        }
        if (source.taken != null && source.taken.equals(source.lastSeen)) {
          source.set = source.set.with("");
          journal.certificatesWork(path);
        }
      } catch (CertificatesException wrong) {
        source.lastSeen = null;
        source.set = source.set.with(wrong.getMessage());
        journal.certificatesFail(path, wrong, !source.set.isEmpty());
      }
    }
    return replaced;
  }
}
