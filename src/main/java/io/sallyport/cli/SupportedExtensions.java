package io.sallyport.cli;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The extensions that this version can serve.
final class SupportedExtensions {
  private static final Logger LOG = LoggerFactory.getLogger(SupportedExtensions.class);
  private static final String NGINX = "nginx";

  private SupportedExtensions() {}

  /// The settings without the extensions of other kinds, which are named.
  static Settings only(Settings settings) {
    for (ProxySettings extension : settings.proxies()) {
      if (!extension.name().equals(NGINX)) {
        LOG.warn("Extension {} is not supported yet and is left out", extension.name());
      }
    }
    return settings.withProxies(
        settings.proxies().stream().filter(extension -> extension.name().equals(NGINX)).toList());
  }
}
