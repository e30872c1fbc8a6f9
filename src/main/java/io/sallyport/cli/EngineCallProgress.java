package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.docker.CallObserver;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The engine calls that are in progress, as text for [Progress].
final class EngineCallProgress implements CallObserver {
  private final List<Endpoint> underWay = new ArrayList<>();
  private String counted = "";

  /// Runs a query on the engine of the settings, and shows progress while it takes long.
  ///
  /// @throws InputException when the address, a certificate or a key cannot be used
  static <T> T query(Settings settings, Function<DockerEngine, T> query) {
    EngineCallProgress calls = new EngineCallProgress();
    try (DockerEngine engine = Engines.connect(settings, calls);
        Progress _ = Progress.of(() -> Optional.of(calls.words()))) {
      return query.apply(engine);
    }
  }

  /// The call that has been in progress for longest.
  synchronized String words() {
    String call = underWay.isEmpty() ? "" : ": " + underWay.getFirst();
    return "reading the engine" + (counted.isEmpty() ? call : counted);
  }

  @Override
  public synchronized void begun(Endpoint endpoint) {
    underWay.add(endpoint);
  }

  @Override
  public synchronized void counted(int done, int all) {
    counted = done < all ? ": %d of %d containers".formatted(done, all) : "";
  }

  @Override
  public synchronized void ended(Endpoint endpoint, Duration took, boolean failed) {
    underWay.remove(endpoint);
  }
}
