package io.sallyport.cli;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.CallObserver;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.source.EngineException;

/// The engine that the settings name.
final class Engines {
  private Engines() {}

  /// Reads the certificates; connects with the first call.
  ///
  /// @throws InputException when the address, a certificate or a key cannot be used
  static DockerEngine connect(Settings settings) {
    return connect(settings, CallObserver.NONE);
  }

  /// As above; the observer hears of each call.
  static DockerEngine connect(Settings settings, CallObserver observer) {
    try {
      return new DockerEngine(
          connection(settings), observer, settings.get(Setting.SWARM_MODE).equals("auto"));
    } catch (EngineException unusable) {
      throw new InputException(unusable.getMessage());
    }
  }

  /// @throws EngineException for an address that cannot be meant
  static DockerConnection connection(Settings settings) {
    return new DockerConnection(
        settings.get(Setting.DOCKER_URL),
        settings.find(Setting.TLS_CA_CERT).orElse(""),
        settings.find(Setting.TLS_CERT).orElse(""),
        settings.find(Setting.TLS_KEY).orElse(""),
        settings.get(Setting.ALLOW_INSECURE));
  }
}
