package io.sallyport.journal;

import io.sallyport.certificates.CertificateExpiry;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.CertificatesException;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.metrics.Metrics;
import io.sallyport.source.Container;
import io.sallyport.template.TemplateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of the operator's files: templates and certificates that change, or cannot be
/// used.
public final class FileJournal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");
  private static final Duration NOTICE = Duration.ofDays(14);
  private static final int MOST_NAMES = 5;

  private final InstantSource clock;
  private final Metrics metrics;
  private final LastLogged said = new LastLogged();

  public FileJournal(InstantSource clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
  }

  /// A template that was changed on disk cannot be used, or fails on what is to be served now;
  /// these begin and end apart from each other.
  public enum TemplateUse {
    READING,
    RENDERING
  }

  public void templateFails(ProxySettings extension, TemplateUse use, TemplateException wrong) {
    if (said.changed(use + templateOf(extension), wrong.getMessage())) {
      LOG.error("Keeping the last good configuration: {}", wrong.getMessage());
    }
  }

  public void templateWorks(ProxySettings extension, TemplateUse use) {
    if (said.changed(use + templateOf(extension), "")) {
      LOG.info("Template {} recovered", templateOf(extension));
    }
  }

  /// Certificates were read anew.
  ///
  /// @param path the `CertSource`
  public void certificatesRead(String path, CertificateSet before, CertificateSet now) {
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

  public void certificatesFail(String path, CertificatesException wrong) {
    if (said.changed("CertSource " + path, wrong.getMessage())) {
      LOG.error("Keeping the last good certificates: CertSource: {}", wrong.getMessage());
    }
  }

  public void certificatesWork(String path) {
    if (said.changed("CertSource " + path, "")) {
      LOG.info("CertSource {} recovered", path);
    }
  }

  /// Says once that a certificate will expire, two weeks before it does.
  public void certificatesExpire(List<CertificateExpiry> certificates) {
    metrics.certificates(
        certificates.size(),
        certificates.stream().map(CertificateExpiry::at).min(Comparator.naturalOrder()));
    Instant soon = clock.instant().plus(NOTICE);
    for (CertificateExpiry certificate : certificates) {
      boolean near = certificate.at().isBefore(soon);
      if (near && said.changed("expiry " + certificate, "said")) {
        LOG.warn(
            "CertSource: the certificate in {} expires at {}: renew it",
            certificate.file(),
            certificate.at());
      }
    }
  }

  private static String templateOf(ProxySettings extension) {
    return extension.find(Setting.TEMPLATE_PATH).orElse("built in");
  }
}
