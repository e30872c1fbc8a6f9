package io.sallyport.cli;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// The address of the daemon on this machine, or in this container.
final class DaemonAddress {
  private DaemonAddress() {}

  /// Without `-c` the address in [StatusAddressFile], since the daemon may use settings that a file
  /// or store no longer has, or does not have yet; else `ListenAddr`.
  static InetSocketAddress socket(Inputs inputs) {
    return socket(inputs, inputs::settings);
  }

  /// The same where the settings, or what can be used of them, may be known already.
  static InetSocketAddress socket(Inputs inputs, Supplier<Settings> settings) {
    Optional<InetSocketAddress> noted =
        inputs.nameFile() ? Optional.empty() : StatusAddressFile.read();
    return noted.orElseGet(() -> ListenAddress.parse(settings.get().get(Setting.LISTEN_ADDR)));
  }

  /// Without a path.
  static URI url(InetSocketAddress address) {
    String name = address.getHostString();
    if (!address.isUnresolved()) {
      InetAddress host =
          address.getAddress().isAnyLocalAddress()
              ? InetAddress.getLoopbackAddress()
              : address.getAddress();
      name = host.getHostAddress();
    }
    return URI.create(
        "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + address.getPort());
  }
}
