package io.sallyport.docker.http;

import io.sallyport.source.EngineException;
import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/// TLS towards the engine.
final class EngineTls {
  private EngineTls() {}

  /// @throws EngineException when a file is missing or cannot be used
  static SSLSocketFactory sockets(DockerConnection connection) {
    try {
      return connection.files().context(connection.allowInsecure()).getSocketFactory();
    } catch (IOException e) {
      throw new EngineException("engine %s: %s".formatted(connection.url(), e.getMessage()), e);
    }
  }
}
