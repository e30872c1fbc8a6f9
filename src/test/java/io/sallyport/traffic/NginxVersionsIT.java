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
