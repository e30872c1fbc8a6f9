package io.sallyport.journal;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.CertificatesException;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Subject;
import io.sallyport.history.KnownCertificate;
import io.sallyport.metrics.Metrics;
import io.sallyport.rollout.HostCertificates;
import io.sallyport.source.Container;
import io.sallyport.template.TemplateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what there is to say of the operator's files: templates and certificates that change, or
/// cannot be used.
public final class FileJournal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");
  private static final Duration BETWEEN_REVIEWS = Duration.ofMinutes(1);
  private static final int MOST_NAMES = 5;

  // What keys of findings about templates begin with.
  private static final String READING = "reading ";
  private static final String RENDERING = "rendering ";

  private final InstantSource clock;
  private final Metrics metrics;
  private final BiConsumer<List<Finding>, List<KnownCertificate>> news;
  private final LastLogged said = new LastLogged();
  private final CertificateLedger certificates = new CertificateLedger();
  private volatile Instant nextReview = Instant.MIN;
  private final SortedMap<String, Finding> findings = new ConcurrentSkipListMap<>();

  /// @param news takes all that is wrong with files, and the certificates, whenever that changes
  public FileJournal(
      InstantSource clock,
      Metrics metrics,
      BiConsumer<List<Finding>, List<KnownCertificate>> news) {
    this.clock = clock;
    this.metrics = metrics;
    this.news = news;
  }

  /// A template that was changed on disk cannot be used.
  ///
  /// @param wrong says where
  public void templateFails(ProxySettings extension, TemplateException wrong) {
    String template = templateOf(extension);
    found(
        READING + template,
        template(template, "cannot be used: %s; the last good one stays in use", wrong));
  }

  public void templateWorks(ProxySettings extension) {
    gone(READING + templateOf(extension));
  }

  /// A template fails on what a proxy is to serve now.
  public void unrendered(Container proxy, ProxySettings extension, TemplateException wrong) {
    found(
        RENDERING + proxy.name(),
        template(
            templateOf(extension), "fails: %s; proxies keep their current configuration", wrong));
  }

  /// What a proxy is to serve was rendered.
  public void rendered(Container proxy) {
    gone(RENDERING + proxy.name());
  }

  private static Finding template(String template, String message, TemplateException wrong) {
    return new Finding(
        Finding.Code.TEMPLATE_FAILS,
        Subject.of(Subject.Kind.TEMPLATE, template),
        message.formatted(wrong.getMessage()),
        "correct it: it is read again when it changes; `sallyport render` tries it");
  }

  /// Another set of settings is in use: what was wrong with the files of the former is forgotten.
  public void begin() {
    findings.clear();
    certificates.clear();
    publish();
  }

  private void found(String key, Finding finding) {
    if (!finding.equals(findings.put(key, finding))) {
      publish();
    }
  }

  private void gone(String key) {
    if (findings.remove(key) != null) {
      publish();
    }
  }

  private synchronized void publish() {
    Instant now = clock.instant();
    nextReview = now.plus(BETWEEN_REVIEWS);
    List<CertificateLedger.Entry> entries = certificates.all(now);
    List<KnownCertificate> known = entries.stream().map(CertificateLedger.Entry::known).toList();
    metrics.certificates(known.size(), known.stream().map(KnownCertificate::expires).findFirst());
    List<Finding> all = new ArrayList<>(findings.values());
    entries.forEach(each -> all.addAll(each.findings()));
    news.accept(all, known);
  }

  /// Certificates were read anew.
  ///
  /// @param path the `CertSource`
  public void certificatesRead(String path, CertificateSet before, CertificateSet now) {
    certificates.source(path, now);
    publish();
    LOG.info(
        "CertSource {}: {} files; new or changed: {}", path, now.files().size(), now.notIn(before));
    Set<String> gone = new TreeSet<>(before.files().keySet());
    gone.removeAll(now.files().keySet());
    if (!gone.isEmpty()) {
      LOG.warn("CertSource {}: removed: {}; proxies keep their copies", path, gone);
    }
  }

  /// Said once of each set and proxy, when it begins: what is refused is copied again and again.
  /// Called on lanes' threads.
  public void certificatesCopied(Container proxy, CertificateSet copied) {
    if (said.changed("copied to " + proxy.id(), copied.digest())) {
      List<String> names = List.copyOf(copied.files().keySet());
      int more = names.size() - MOST_NAMES;
      LOG.atInfo()
          .addKeyValue("proxy", proxy.name())
          .addKeyValue("files", names.size())
          .log(
              "Copying {} files of CertSource to proxy {}: {}{}",
              names.size(),
              proxy.name(),
              String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))),
              more > 0 ? " and %d more".formatted(more) : "");
    }
  }

  /// A directory of certificates cannot be taken.
  ///
  /// @param former whether there are certificates that were read before
  public void certificatesFail(String path, CertificatesException wrong, boolean former) {
    found(
        "CertSource " + path,
        new Finding(
            Finding.Code.BAD_CERT_SOURCE,
            Subject.of(Subject.Kind.SETTING, "CertSource"),
            "cannot be used: %s; %s"
                .formatted(
                    wrong.getMessage(),
                    former
                        ? "the certificates that were read before stay in use"
                        : "no certificate was read yet, so proxies get none"),
            CertificateAdvice.of(wrong.getMessage())));
  }

  public void certificatesWork(String path) {
    gone("CertSource " + path);
  }

  /// A proxy's hosts use these. Called on lanes' threads.
  public void certificatesUsed(HostCertificates all) {
    certificates.used(all);
    publish();
  }

  /// These proxies run; what others had is forgotten.
  void keepOnly(Set<String> proxies) {
    boolean fewer =
        findings
            .keySet()
            .removeIf(key ->
                key.startsWith(RENDERING) && !proxies.contains(key.substring(RENDERING.length())));
    if (certificates.keepOnly(proxies) || fewer) {
      publish();
    }
  }

  /// Time goes by: certificates expire.
  void beat() {
    if (!clock.instant().isBefore(nextReview)) {
      publish();
    }
  }

  private static String templateOf(ProxySettings extension) {
    return extension.find(Setting.TEMPLATE_PATH).orElse("built in");
  }
}
