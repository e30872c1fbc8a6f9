package io.sallyport.discovery;

/// A key-value store that holds the configuration, in the key [StoreAddress#KEY].
///
/// Whichever of its endpoints answers is asked; each question ends in time.
public sealed interface KeyValueStore extends AutoCloseable permits Consul, Etcd {

  /// Reads the certificates; connects with the first question.
  ///
  /// @throws io.sallyport.config.SettingsException when a certificate or key cannot be used
  static KeyValueStore open(StoreAddress address) {
    Endpoints endpoints = new Endpoints(address);
    return switch (address.kind()) {
      case CONSUL -> new Consul(endpoints);
      case ETCD -> new Etcd(endpoints);
    };
  }

  /// The key as it is now.
  ///
  /// @throws StoreException when no endpoint answers, or none as it should
  Reading read() throws InterruptedException;

  /// As [#read], but while nothing has changed since then it waits, for about a minute.
  ///
  /// @throws StoreException as [#read]
  Reading after(Reading seen) throws InterruptedException;

  @Override
  void close();
}
