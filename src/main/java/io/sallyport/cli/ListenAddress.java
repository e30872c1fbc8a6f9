package io.sallyport.cli;

import java.net.InetSocketAddress;

/// `ListenAddr` as a socket address; the settings have checked its form.
final class ListenAddress {
  private ListenAddress() {}

  /// As the settings write it.
  static String text(InetSocketAddress address) {
    boolean everywhere = !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
    String host = everywhere ? "" : address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(text.substring(colon + 1));
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
