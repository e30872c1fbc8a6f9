package io.sallyport.rollout;

import io.sallyport.proxy.nginx.Capabilities;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What the proxies can do, by container: lanes find it out, the loop renders by it.
public final class KnownCapabilities {
  private final Map<String, Capabilities> known = new ConcurrentHashMap<>();

  /// The baseline for a proxy that was not asked yet; its lane asks before it rolls anything out.
  public Capabilities of(String containerId) {
    return known.getOrDefault(containerId, Capabilities.BASELINE);
  }

  /// What a proxy has said that it can do.
  ///
  /// @param onNews called with the container where this is not what was known
  public void learned(String containerId, Capabilities can, Consumer<String> onNews) {
    Capabilities before = of(containerId);
    known.put(containerId, can);
    if (!before.equals(can)) {
      onNews.accept(containerId);
    }
  }

  public Map<String, Capabilities> all() {
    return Map.copyOf(known);
  }

  public void keepOnly(Collection<String> containerIds) {
    known.keySet().retainAll(containerIds);
  }
}
