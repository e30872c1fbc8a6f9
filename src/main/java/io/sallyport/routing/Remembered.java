package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import java.util.Map;

/// What routing goes by besides what is seen: each pass gets what the one before it came to.
///
/// @param owners who owns which names, ports and sites, by extension
public record Remembered(Map<ProxySettings, Ownership> owners) {
  /// At the very first pass.
  public static final Remembered NOTHING = new Remembered(Map.of());

  public Remembered {
    owners = Map.copyOf(owners);
  }

  /// Among the containers of one extension.
  public Ownership of(ProxySettings extension) {
    return owners.getOrDefault(extension, Ownership.UNKNOWN);
  }
}
