package io.sallyport.cli;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.haproxy.HaproxyDriver;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.reconcile.AdmittedRouting;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kinds of proxy that this version serves: the only place that names their drivers.
final class Kinds {
  static final Drivers DRIVERS = Drivers.of(new NginxDriver(), new HaproxyDriver());

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

  /// The label that makes a container a proxy by these settings, for messages.
  static String label(Settings settings) {
    return settings.proxies().stream()
        .map(ProxySettings::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" or ", "interlock.ext.name=", ""));
  }

  /// What is to be served of what runs, as the kinds of the proxies serve it.
  static Routing route(Settings settings, Observation seen) {
    return AdmittedRouting.of(new Router(settings).route(seen), DRIVERS);
  }
}
