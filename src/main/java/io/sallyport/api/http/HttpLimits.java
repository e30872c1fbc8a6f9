package io.sallyport.api.http;

import java.util.Map;

/// What the JDK's HTTP server allows a client, which it takes from system properties when its first
/// server is made:
/// https://docs.oracle.com/en/java/javase/25/docs/api/jdk.httpserver/module-summary.html
///
/// Each client costs a virtual thread and a socket, so what is bounded is how many there are and
/// for how long. A property that somebody has set stays.
public final class HttpLimits {
  private static final Map<String, String> LIMITS =
      Map.of(
          // Beyond it, new connections are closed at once, probes' too. A silent one costs a socket
          // alone; how many requests are read at a time, RequestThreads bounds.
          "jdk.httpserver.maxConnections", "4000",
          "sun.net.httpserver.maxIdleConnections", "50",
          "sun.net.httpserver.idleInterval", "15", // Seconds, as the next one.
          "sun.net.httpserver.maxReqTime", "5", // How long a response takes, WriteDeadline bounds.
          "sun.net.httpserver.clockTick", "1000", // Milliseconds between looks for idle ones.
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.drainAmount", "16384");

  private HttpLimits() {}

  /// Without effect once a server has been made in this process.
  public static void set() {
    LIMITS.forEach((property, value) -> {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    });
  }
}
