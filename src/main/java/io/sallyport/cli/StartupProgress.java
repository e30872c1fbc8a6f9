package io.sallyport.cli;

import io.sallyport.history.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many proxies have their first configuration, as text for [Progress].
final class StartupProgress {
  private static final int MOST_NAMES = 3;

  private StartupProgress() {}

  /// Empty once each proxy has its configuration, or is known not to accept it.
  static Optional<String> words(Status status, EngineCallProgress calls) {
    if (status.lastLook().isEmpty()) {
      return Optional.of(
          status.engineProblem().isEmpty() ? calls.words() : "waiting for the engine to answer");
    }
    List<String> waiting =
        status.proxies().entrySet().stream()
            .filter(proxy -> !proxy.getValue().settled())
            .map(Map.Entry::getKey)
            .toList();
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    int all = status.proxies().size();
    String names = String.join(", ", waiting.subList(0, Math.min(MOST_NAMES, waiting.size())));
    return Optional.of(
        "configuring proxies: %d of %d, next %s".formatted(all - waiting.size(), all, names));
  }
}
