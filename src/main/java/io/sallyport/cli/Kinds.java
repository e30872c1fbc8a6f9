package io.sallyport.cli;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.finding.Finding;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Routing;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kinds of proxy that this version serves: the only place that names their drivers.
final class Kinds {
  static final Drivers DRIVERS = Drivers.of(new NginxDriver());

  private static final Logger LOG = LoggerFactory.getLogger(Kinds.class);

  private Kinds() {}

  /// The settings without the extensions of other kinds, which are named, and with each kind's own
  /// values where none were written.
  static Settings supported(Settings settings) {
    for (ProxySettings extension : settings.proxies()) {
      if (DRIVERS.find(extension).isEmpty()) {
        LOG.warn("Extension {} is not supported yet and is left out", extension.name());
      }
    }
    return settings.withProxies(
        settings.proxies().stream()
            .flatMap(extension ->
                DRIVERS.find(extension).map(driver -> driver.completed(extension)).stream())
            .toList());
  }

  /// All findings about a routing: also those about what a kind of proxy does not serve.
  static List<Finding> findings(Routing routing) {
    return Stream.concat(
            routing.findings().stream(),
            routing.proxies().stream()
                .flatMap(share -> DRIVERS.of(share.settings()).unserved(share.table()).stream()))
        .sorted()
        .distinct()
        .toList();
  }
}
