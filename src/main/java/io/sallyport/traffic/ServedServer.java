package io.sallyport.traffic;

import java.util.List;

/// A server of a host, as a proxy is configured to reach it.
///
/// @param host the virtual host's name
/// @param address `IP:port`
/// @param container its name
/// @param tls whether the proxy uses TLS to it
/// @param certificate whether the proxy has a certificate to show to it
/// @param exposed the ports that the container exposes; none where the address is not its own
public record ServedServer(
    String host,
    String address,
    String containerId,
    String container,
    boolean tls,
    boolean certificate,
    List<Integer> exposed) {
  public ServedServer {
    exposed = List.copyOf(exposed);
  }

  /// One that the proxy has no certificate for.
  public ServedServer(
      String host,
      String address,
      String containerId,
      String container,
      boolean tls,
      List<Integer> exposed) {
    this(host, address, containerId, container, tls, false, exposed);
  }

  String port() {
    return address.substring(address.lastIndexOf(':') + 1);
  }
}
