package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import java.util.List;
import java.util.Optional;

/// The kinds of proxy that this program serves.
public record Drivers(List<ProxyDriver> all) {
  public Drivers {
    all = List.copyOf(all);
  }

  /// One driver for each kind.
  public static Drivers of(ProxyDriver... all) {
    return new Drivers(List.of(all));
  }

  /// Nothing for an extension of a kind that is not served.
  public Optional<ProxyDriver> find(ProxySettings extension) {
    return all.stream().filter(driver -> driver.kind().name().equals(extension.name())).findFirst();
  }

  /// The driver of an extension's kind.
  ///
  /// @throws IllegalArgumentException for an extension of a kind that is not served
  public ProxyDriver of(ProxySettings extension) {
    return find(extension)
        .orElseThrow(() ->
            new IllegalArgumentException("no driver for proxies of kind " + extension.name()));
  }
}
