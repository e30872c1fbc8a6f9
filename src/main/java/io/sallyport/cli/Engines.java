package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.engine.Engine;

/// The engine that the settings name.
final class Engines {
  private Engines() {}

  @SuppressWarnings("NullAway")
  static Engine connect(Settings settings) {
    if (settings.proxies().isEmpty()) {
      return null;
    }
    throw new io.sallyport.engine.EngineException("not yet");
  }
}
