package io.sallyport.docker.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;

/// What TCP does for connections that are open for long.
public final class KeepAlive {
  /// A dead peer ends the stream after a minute instead of never (seconds, seconds, times).
  private static final Map<String, Integer> OPTIONS =
      Map.of("TCP_KEEPIDLE", 30, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

  private KeepAlive() {}

  /// Sends what is written at once, and notices a peer that is gone.
  public static void set(Socket tcp) throws IOException {
    tcp.setTcpNoDelay(true);
    tcp.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (SocketOption<?> option : tcp.supportedOptions()) {
      set(tcp, option);
    }
  }

  /// Looked up by name: a runtime without the module `jdk.net` does without.
  @SuppressWarnings("unchecked")
  private static void set(Socket tcp, SocketOption<?> option) throws IOException {
    Integer value = OPTIONS.get(option.name());
    if (value != null) {
      tcp.setOption((SocketOption<Integer>) option, value);
    }
  }
}
