package io.sallyport.proxy.nginx;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;

/// What to offer clients by TLS: Mozilla's recommendation that `SSLPolicy` names, version 5.7
/// (<https://wiki.mozilla.org/Security/Server_Side_TLS>), with what is written in its place.
///
/// @param ciphers for TLS 1.2 and older
record TlsPolicy(String protocols, String ciphers) {
  private static final String INTERMEDIATE =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
          + ":ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
          + ":ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
          + ":DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";

  /// OpenSSL 3 offers TLS 1.0 and 1.1 only at security level 0.
  private static final String OLD =
      INTERMEDIATE
          + ":ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256"
          + ":ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA"
          + ":ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384"
          + ":ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA"
          + ":DHE-RSA-AES128-SHA256:DHE-RSA-AES256-SHA256"
          + ":AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA256:AES256-SHA256"
          + ":AES128-SHA:AES256-SHA:DES-CBC3-SHA:@SECLEVEL=0";

  static TlsPolicy of(ProxySettings settings) {
    TlsPolicy named =
        switch (settings.get(Setting.SSL_POLICY)) {
          case "modern" -> new TlsPolicy("TLSv1.3", INTERMEDIATE);
          case "old" -> new TlsPolicy("TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", OLD);
          default -> new TlsPolicy("TLSv1.2 TLSv1.3", INTERMEDIATE);
        };
    return new TlsPolicy(
        settings.find(Setting.SSL_PROTOCOLS).orElse(named.protocols),
        settings.find(Setting.SSL_CIPHERS).orElse(named.ciphers));
  }
}
