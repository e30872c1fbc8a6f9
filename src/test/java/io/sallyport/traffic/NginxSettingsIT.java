package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Settings that Nginx alone can make true, or refuse.
class NginxSettingsIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(NginxSettingsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP =
      INSTALLATION
          .backend("shop", "hostname", "rsa.traffic.example", "ssl", "true")
          .labels("ssl_cert", "rsa.pem", "ssl_cert_key", "rsa-key.pem");

  /// Without parameters, Nginx has no DHE; other parameters than ours are not of 3072 bits.
  @Test
  void agreesOnKeysByItsParametersAndKeepsThemFromAUserThatIsMissing() {
    Sallyport sallyport =
        INSTALLATION.serve(
            List.of(
                "DHParam = \"true\"", "DHParamPath = \"" + Installation.CERTS + "/dhparam.pem\""),
            EDGE,
            SHOP);
    EDGE.await("https://rsa.traffic.example", SHOP);
    assertThat(handshake()).contains("Cipher is DHE-RSA-", "Server Temp Key: DH, 3072 bits");

    String before = EDGE.exec("cat /etc/nginx/nginx.conf");
    sallyport.stop();
    Sallyport next = INSTALLATION.sallyport("User = \"nobody-here\"");
    next.awaitLog("proxy " + EDGE.fullName() + " keeps its current configuration: it refused");
    assertThat(next.log())
        .contains("[emerg] getpwnam(\"nobody-here\") failed in /etc/nginx/nginx.conf:")
        .contains(" (setting `User`: this proxy has no such user or group)");
    assertThat(EDGE.exec("cat /etc/nginx/nginx.conf")).isEqualTo(before);
    assertThat(handshake()).contains("Server Temp Key: DH, 3072 bits");
    assertThat(EDGE.get("https://rsa.traffic.example").server()).isEqualTo("shop");
  }

  private static String handshake() {
    return EDGE.exec(
        "openssl s_client -connect 127.0.0.1:443 -servername rsa.traffic.example"
            + " -tls1_2 -cipher DHE < /dev/null 2>&1");
  }
}
