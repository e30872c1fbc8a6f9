package io.sallyport.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Results of a pure function, by key: at the next pass, an equal input gets the same result
/// without work. What a pass does not ask for is dropped after it.
///
/// It changes nothing but the time that a pass takes. For one thread at a time.
final class Reuse<K, I, O> {
  private Map<K, Result<I, O>> earlier = Map.of();
  private Map<K, Result<I, O>> now = new HashMap<>();

  private record Result<I, O>(I input, O output) {}

  /// Begins a pass.
  void begin() {
    earlier = now;
    now = HashMap.newHashMap(earlier.size());
  }

  /// Drops all of them.
  void clear() {
    earlier = Map.of();
    now = new HashMap<>();
  }

  /// @param key what tells inputs apart from pass to pass; of one pass, the last one of a key
  ///   counts
  O of(K key, I input, Function<I, O> work) {
    Result<I, O> known = earlier.get(key);
    if (known != null && known.input().equals(input)) {
      now.put(key, known);
      return known.output();
    }
    O output = work.apply(input);
    now.put(key, new Result<>(input, output));
    return output;
  }
}
