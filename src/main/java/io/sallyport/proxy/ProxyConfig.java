package io.sallyport.proxy;

import io.sallyport.certificates.CertificateSet;

/// What a proxy should run: a configuration, and the certificates that Sallyport brings it.
///
/// @param notes what the proxy keeps for us beside it ([Notes]); no part of its version. Empty
///   where it is to keep nothing
public record ProxyConfig(RenderedConfig rendered, CertificateSet certificates, String notes) {

  /// One without notes.
  public ProxyConfig(RenderedConfig rendered, CertificateSet certificates) {
    this(rendered, certificates, "");
  }

  /// A configuration that names only files that the proxy has.
  public static ProxyConfig of(RenderedConfig rendered) {
    return new ProxyConfig(rendered, CertificateSet.NONE);
  }

  /// Tells it from any other: certificates that were renewed are another version.
  public String version() {
    return certificates.isEmpty()
        ? rendered.version()
        : RenderedConfig.of(rendered.version() + " " + certificates.digest()).version();
  }

  /// The same with certificates that the proxy has been seen to take.
  public ProxyConfig with(CertificateSet others) {
    return new ProxyConfig(rendered, others, notes);
  }
}
