package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.journal.FileJournal;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.Renderer;
import io.sallyport.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The extensions' templates. One that changes on disk is read anew; while the new one is wrong,
/// the last good one stays.
public final class Templates {
  private final Drivers drivers;
  private final Map<ProxySettings, Renderer> renderers = new LinkedHashMap<>();

  /// Reads all of them.
  ///
  /// @throws TemplateException when one is missing or wrong
  ///
  /// @param drivers of all kinds of proxy that the settings have an extension for
  public Templates(Settings settings, Drivers drivers) {
    this.drivers = drivers;
    settings.proxies().forEach(extension -> renderers.put(extension, load(extension)));
  }

  private Renderer load(ProxySettings extension) {
    return drivers.of(extension).renderer(extension);
  }

  Drivers drivers() {
    return drivers;
  }

  Renderer of(ProxySettings extension) {
    return Objects.requireNonNull(renderers.get(extension));
  }

  /// All of them.
  List<Renderer> all() {
    return List.copyOf(renderers.values());
  }

  /// Reads those that have changed.
  ///
  /// @return true when one was replaced
  boolean refresh(FileJournal journal) {
    boolean replaced = false;
    for (Map.Entry<ProxySettings, Renderer> entry : renderers.entrySet()) {
      if (!entry.getValue().stale()) {
        journal.templateWorks(entry.getKey()); // It may be back as it was.
        continue;
      }
      try {
        entry.setValue(load(entry.getKey()));
        journal.templateWorks(entry.getKey());
        replaced = true;
      } catch (TemplateException wrong) {
        journal.templateFails(entry.getKey(), wrong);
      }
    }
    return replaced;
  }
}
