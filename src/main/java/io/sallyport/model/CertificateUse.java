package io.sallyport.model;

/// What a host uses a certificate for.
public enum CertificateUse {
  /// Its proxies show it to clients.
  SERVER,
  /// It verifies clients with it.
  CLIENT_CA,
  /// It verifies its containers with it.
  BACKEND_CA,
  /// It shows it to its containers.
  BACKEND_CLIENT,
  /// No host names it.
  NONE
}
