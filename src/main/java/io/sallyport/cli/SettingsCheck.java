package io.sallyport.cli;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.CertificateSource;
import io.sallyport.certificates.CertificatesException;
import io.sallyport.cli.Checklist.Fault;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.config.SettingsException;
import io.sallyport.discovery.StoreException;
import io.sallyport.proxy.Renderer;
import io.sallyport.template.TemplateException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Checks settings and templates.
final class SettingsCheck {
  private static final String CERTIFICATES = "certificates";

  private final Inputs inputs;
  private final Checklist list;

  SettingsCheck(Inputs inputs, Checklist list) {
    this.inputs = inputs;
    this.list = list;
  }

  /// The settings, or what can be used of them.
  Optional<Settings> settings() {
    try {
      Settings settings = inputs.settings();
      list.right("settings", settings.source());
      warnings(settings);
      return Optional.of(Kinds.supported(settings));
    } catch (SettingsException wrong) {
      wrong.problems().forEach(problem -> list.wrong(Fault.INPUT, "settings", problem.toString()));
      wrong
          .rest()
          .ifPresent(rest -> {
            warnings(rest);
            list.note("settings", "going on with defaults for what is wrong");
          });
      return wrong.rest().map(Kinds::supported);
    } catch (StoreException unanswered) {
      list.wrong(Fault.ENVIRONMENT, "settings", unanswered.getMessage());
      return Optional.empty();
    }
  }

  private void warnings(Settings settings) {
    settings.warnings().forEach(warning -> list.warning("settings", warning.toString()));
  }

  /// Directories of certificates, read here as the daemon reads them.
  void certificates(Settings settings) {
    for (ProxySettings extension : settings.proxies()) {
      extension.find(Setting.CERT_SOURCE).ifPresent(this::certificates);
    }
  }

  private void certificates(String directory) {
    try {
      CertificateSet set = new CertificateSource(Path.of(directory)).read();
      SortedMap<String, Instant> ends = new TreeMap<>();
      set.files()
          .forEach((file, content) ->
              CertificateFacts.of(content).ifPresent(facts -> ends.put(file, facts.expires())));
      Instant now = Instant.now();
      boolean over = false;
      for (Map.Entry<String, Instant> each : ends.entrySet()) {
        if (each.getValue().isBefore(now)) {
          over = true;
          list.wrong(
              Fault.LABELS,
              CERTIFICATES,
              "%s of %s expired at %s; put a new one there"
                  .formatted(each.getKey(), directory, each.getValue()));
        }
      }
      if (!over) {
        String first =
            ends.values().stream()
                .min(Comparator.naturalOrder())
                .map(at -> ", the first expires at " + at)
                .orElse("");
        list.right(CERTIFICATES, "%s: files: %d%s".formatted(directory, set.files().size(), first));
      }
    } catch (CertificatesException unusable) {
      list.wrong(Fault.LABELS, CERTIFICATES, "CertSource: " + unusable.getMessage());
    }
  }

  /// The renderers of those extensions whose template can be used.
  Map<ProxySettings, Renderer> templates(Settings settings) {
    if (settings.proxies().isEmpty()) {
      list.wrong(
          Fault.INPUT,
          "settings",
          "no extension for nginx or haproxy; write [[Extensions]] with Name = \"nginx\"");
    }
    Map<ProxySettings, Renderer> renderers = new HashMap<>();
    for (ProxySettings extension : settings.proxies()) {
      String name = extension.find(Setting.TEMPLATE_PATH).orElse("built in");
      try {
        renderers.put(extension, Kinds.DRIVERS.of(extension).renderer(extension));
        list.right("template", name + ", renders");
      } catch (TemplateException wrong) {
        list.wrong(Fault.INPUT, "template", wrong.getMessage());
      }
    }
    return renderers;
  }
}
