package io.sallyport.proxy;

import java.util.List;

/// How a proxy that runs one configuration comes to run another.
public sealed interface Plan {

  /// It runs it already.
  record Nothing() implements Plan {}

  /// Only the file differs, and what the proxy does is the same.
  record FilesOnly() implements Plan {}

  /// The proxy changes while it runs; the file follows, for its next start.
  ///
  /// @param commands in the proxy's own language, in their order
  record RuntimeChange(List<String> commands) implements Plan {
    public RuntimeChange {
      commands = List.copyOf(commands);
    }
  }

  /// The proxy reads the file anew.
  record FullReload() implements Plan {}

  /// Whether it is one of those that `ReloadInterval` keeps apart.
  default boolean reloads() {
    return switch (this) {
      case Nothing() -> false;
      case FilesOnly() -> false;
      case RuntimeChange(List<String> _) -> false;
      case FullReload() -> true;
    };
  }
}
