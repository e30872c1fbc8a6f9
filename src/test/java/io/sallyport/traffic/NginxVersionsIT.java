package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.traffic.EngineRelay.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Proxies of every supported version of Nginx, side by side.
class NginxVersionsIT {
  private static final Collection<String> VERSIONS = Installation.nginxVersions();

  @AutoClose
  private static final Installation INSTALLATION = Installation.of(NginxVersionsIT.class);

  private static final Map<String, Nginx> PROXIES =
      VERSIONS.stream()
          .collect(
              Collectors.toMap(
                  Function.identity(), version -> INSTALLATION.proxy("edge-" + version, version)));
  private static final String OWN_CERTIFICATE = "-cert client.pem -key client-key.pem";
  private static final Nginx TENANT = verifying("tenant", "authority.pem");
  private static final Nginx SHOP =
      INSTALLATION
          .strictBackend("shop", "hostname", "shop.traffic.example")
          .labels("alias_domain", "www.traffic.example")
          .labels("ssl_only", "true", "ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem")
          .labels("ssl_backend_ca", "authority.pem", "ssl_backend_name", "backend.internal")
          .labels("ssl_backend_cert", "client.pem")
          .labels("ssl_backend_cert_key", "client-encrypted-key.pem")
          .labels("ssl_backend_password_file", "client.pass");

  @BeforeAll
  static void start() {
    List<Nginx> all = new ArrayList<>(PROXIES.values());
    all.add(SHOP);
    all.add(TENANT);
    all.add(verifying("victim", "stranger.pem"));
    INSTALLATION.serve(all.toArray(Nginx[]::new));
  }

  @ParameterizedTest
  @FieldSource("VERSIONS")
  void servesByTlsOnBothLegs(String version) {
    Nginx proxy = Objects.requireNonNull(PROXIES.get(version));
    Answer answer = proxy.await("https://www.traffic.example/a?b=c", SHOP);
    assertThat(answer.said("client")).isEqualTo("CN=client");
    assertThat(answer.said("uri")).isEqualTo("/a?b=c");
    assertThat(proxy.get("http://www.traffic.example/a?b=c").header("Location"))
        .isEqualTo("https://www.traffic.example/a?b=c");
    assertThat(proxy.get("http://unknown.example").status()).isEqualTo(503);
    assertThat(proxy.get("https://unknown.example").body())
        .as("1.18 has no ssl_reject_handshake")
        .contains(version.startsWith("1.18") ? "internal_error" : "unrecognized_name");
  }

  /// A tenant has his own host verify by his own CA, which has the name of another's, and resumes
  /// that session there. By openssl, since Java's client says the name of the host that the session
  /// comes from.
  @ParameterizedTest
  @FieldSource("VERSIONS")
  void aSessionOfOneHostOpensNoOther(String version) {
    Nginx proxy = Objects.requireNonNull(PROXIES.get(version));
    for (String protocol : List.of("tls1_2", "tls1_3")) {
      Eventually.holds(() ->
          assertThat(
                  ask(proxy, "tenant", protocol, OWN_CERTIFICATE + " -sess_out /tmp/" + protocol))
              .contains("x-ssl-client-verify: SUCCESS"));
      assertThat(ask(proxy, "victim", protocol, "-sess_in /tmp/" + protocol))
          .as(protocol)
          .doesNotContain("200 OK", "x-ssl-client-verify: SUCCESS");
    }
    assertThat(ask(proxy, "victim", "tls1_3", OWN_CERTIFICATE)).contains("400 Bad Request");
  }

  private static String ask(Nginx proxy, String host, String protocol, String options) {
    return proxy.exec(
        """
        cd %s
        { printf 'GET / HTTP/1.1\r\nHost: %2$s\r\nConnection: close\r\n\r\n'; sleep 0.3; } |
          openssl s_client -connect 127.0.0.1:443 -servername %2$s -%3$s -quiet %4$s 2>&1
        """
            .formatted(Installation.CERTS, host + ".traffic.example", protocol, options));
  }

  private static Nginx verifying(String name, String authority) {
    return INSTALLATION
        .backend(name, "hostname", name + ".traffic.example")
        .labels("ssl_only", "true", "ssl_cert", "site-and-key.pem")
        .labels("ssl_client_ca", authority, "ssl_verify_client", "on");
  }

  @Test
  void letsNoProxyDelayAnother() {
    Nginx stuck = PROXIES.values().iterator().next();
    INSTALLATION.relay().spoil("/containers/" + stuck.id() + "/", Fault.STALLED);
    INSTALLATION.relay().cutShells(); // It is to need one of these calls.
    Nginx next = INSTALLATION.backend("next", "hostname", "next").start();
    for (Nginx proxy : PROXIES.values()) {
      if (proxy != stuck) {
        proxy.await("http://next.local", next);
      }
    }
    assertThat(stuck.get("http://next.local").status()).isEqualTo(503);
    INSTALLATION.relay().mend();
    stuck.await("http://next.local", next);
  }
}
