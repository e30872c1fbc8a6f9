package io.sallyport.cli;

import java.net.InetSocketAddress;

/// `ListenAddr` as a socket address; the settings have checked its form.
final class ListenAddress {
  private ListenAddress() {}

  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(text.substring(colon + 1));
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
