package io.sallyport.routing;

import java.util.IdentityHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What was worked out from things at the last pass, for this one: the very same thing gives the
/// very same result. What a pass does not ask for is forgotten with it.
final class Recall<K, V> {
  private final IdentityHashMap<K, V> earlier;
  private final IdentityHashMap<K, V> now = new IdentityHashMap<>();

  /// With nothing to recall.
  Recall() {
    this(new IdentityHashMap<>());
  }

  private Recall(IdentityHashMap<K, V> earlier) {
    this.earlier = earlier;
  }

  /// For the next pass.
  Recall<K, V> next() {
    return new Recall<>(now);
  }

  V of(K from, Supplier<V> work) {
    return of(from, any -> true, work);
  }

  /// @param holds whether an earlier result is still right
  V of(K from, Predicate<V> holds, Supplier<V> work) {
    @Nullable V recalled = earlier.get(from);
    V result = recalled != null && holds.test(recalled) ? recalled : work.get();
    now.put(from, result);
    return result;
  }
}
