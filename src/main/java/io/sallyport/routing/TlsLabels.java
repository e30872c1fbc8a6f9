package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import java.util.List;
import java.util.Optional;

/// The labels of a site, or of one root of it, that say how it is protected.
record TlsLabels(Site site, ProxySettings settings, List<Finding> findings) {

  <T> Optional<T> agreed(Label<T> label) {
    return site.agreed(label, findings);
  }

  /// From the container that names the certificate: another one's key would not fit.
  Optional<String> beside(Label<String> certificate, Label<String> label) {
    return site.decider(certificate).flatMap(owner -> site.decided(owner, label, findings));
  }

  void unused(List<Label<?>> labels, String advice) {
    for (Label<?> label : labels) {
      if (site.decider(label).isPresent()) {
        report(Finding.Code.NO_EFFECT, label, "has no effect by itself", advice);
      }
    }
  }

  void report(Finding.Code code, Label<?> label, String message, String advice) {
    Intent asker = site.decider(label).orElse(site.owner().deciders().getFirst());
    findings.add(asker.finding(code, label, message, advice));
  }

  /// A file of the proxy: absolute, or under `SSLCertPath`, or beside the configuration.
  String inProxy(String file) {
    return inProxy(file, settings);
  }

  static String inProxy(String file, ProxySettings settings) {
    return file.startsWith("/") ? file : below(base(settings), file);
  }

  /// A relative file under a directory, from which it may lead up.
  private static String below(String directory, String file) {
    String base = directory;
    String rest = file;
    while (rest.startsWith("../")) {
      base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
      rest = rest.substring("../".length());
    }
    return base + "/" + rest;
  }

  private static String base(ProxySettings settings) {
    Optional<String> certificates = settings.find(Setting.SSL_CERT_PATH);
    if (certificates.isPresent()) {
      return certificates.get().replaceAll("/+$", "");
    }
    String configuration = settings.get(Setting.CONFIG_PATH);
    return configuration.substring(0, Math.max(0, configuration.lastIndexOf('/')));
  }
}
