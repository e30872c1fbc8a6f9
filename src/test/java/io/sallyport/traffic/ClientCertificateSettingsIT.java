package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The `ProxySSL…` settings: one client certificate and one authority for all TLS applications.
class ClientCertificateSettingsIT {
  @AutoClose
  private static final Installation INSTALLATION =
      Installation.of(ClientCertificateSettingsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        List.of(
            "ProxySSLCertificate = \"client.pem\"",
            "ProxySSLCertificateKey = \"client-encrypted-key.pem\"",
            "ProxySSLPasswordFile = \"" + Installation.CERTS + "/client.pass\"",
            "ProxySSLTrustedCertificate = \"authority.pem\"",
            "ProxySSLVerify = true"),
        EDGE,
        INSTALLATION
            .strictBackend("common", "hostname", "common")
            .labels("ssl_backend_name", "backend.internal"),
        INSTALLATION
            .strictBackend("special", "hostname", "special")
            .labels("ssl_backend_name", "backend.internal")
            .labels("ssl_backend_cert", "other-client.pem")
            .labels("ssl_backend_cert_key", "other-client-key.pem"),
        INSTALLATION.strictBackend("misnamed", "hostname", "misnamed"),
        INSTALLATION.backend("plain", "hostname", "plain"));
  }

  @Test
  void showsTheCertificateOfTheSettings() {
    said("http://common.local", "client", "CN=client");
  }

  @Test
  void prefersTheCertificateOfTheLabels() {
    said("http://special.local", "client", "CN=other-client");
  }

  @Test
  void verifiesByDefault() {
    EDGE.await("http://misnamed.local", 502);
  }

  @Test
  void leavesApplicationsWithoutTlsAlone() {
    said("http://plain.local", "port", "80");
  }

  private static void said(String url, String name, String value) {
    EDGE.await(
        url, Client.ANYBODY, answer -> assertThat(answer.said(name)).as(name).isEqualTo(value));
  }
}
