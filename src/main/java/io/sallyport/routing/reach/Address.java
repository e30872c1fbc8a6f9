package io.sallyport.routing.reach;

import io.sallyport.finding.Finding;
import java.util.Optional;

/// Where one proxy reaches one container, or why it does not. The first rule that matches wins.
public sealed interface Address {

  /// A way was found.
  ///
  /// @param address `IP:port`
  /// @param through the network that the proxy must be connected to for it
  record Reached(String address, Optional<Through> through) implements Address {}

  /// A network's name and identifier.
  record Through(String name, String id) {}

  /// There is no way; the finding says which ones are missing.
  record Unreachable(Finding finding) implements Address {}
}
