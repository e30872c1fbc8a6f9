package io.sallyport.rollout;

import io.sallyport.proxy.Capabilities;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What the proxies can do, by container: lanes find it out, the loop renders by it.
public final class KnownCapabilities {
  private final Map<String, Capabilities> known = new ConcurrentHashMap<>();

  /// Nothing for a proxy that was not asked yet; its lane asks before it rolls anything out.
  public Optional<Capabilities> of(String containerId) {
    return Optional.ofNullable(known.get(containerId));
  }

  /// What a proxy has said that it can do.
  ///
  /// @param baseline what it was taken to be able to do before
  /// @param onNews called with the container where this is not what was known
  public void learned(
      String containerId, Capabilities baseline, Capabilities can, Consumer<String> onNews) {
    Capabilities before = known.getOrDefault(containerId, baseline);
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
