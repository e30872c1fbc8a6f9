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

/// What an engine is being asked, in words for [Progress].
final class Asking implements CallObserver {
  private final List<Endpoint> underWay = new ArrayList<>();
  private String counted = "";

  /// Puts a question to the engine of the settings, and says what it waits for where that is long.
  ///
  /// @throws InputException when the address, a certificate or a key cannot be used
  static <T> T engine(Settings settings, Function<DockerEngine, T> question) {
    Asking asking = new Asking();
    try (DockerEngine engine = Engines.connect(settings, asking);
        Progress _ = Progress.of(() -> Optional.of(asking.words()))) {
      return question.apply(engine);
    }
  }

  /// The call that has been under way for longest.
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
