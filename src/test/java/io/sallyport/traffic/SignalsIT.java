package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What a bad night looks like to who asks: every signal says the same as the sites' clients see.
class SignalsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(SignalsIT.class);

  private static final String LIVE = "/etc/nginx/nginx.conf";

  @Test
  void sayWhatIsWrongThatIsNoLabel() {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx shop =
        INSTALLATION
            .backend("shop", "hostname", "shop.traffic.example", "alias_domain", "shop.example")
            .labels("ssl", "true", "ssl_cert", "shop.pem", "ssl_cert_key", "shop-key.pem");
    Sallyport sallyport = INSTALLATION.serve(edge, shop);
    Eventually.holds(() ->
        assertThat(sallyport.status("/api/v1/certificates").body())
            .contains("is for `shop.traffic.example`, and not for `shop.example`"));
    sallyport.awaitLog("shop.pem, which is for `shop.traffic.example`, and not for `shop.example`");

    String ours = edge.exec("cksum < " + LIVE);
    edge.exec("sed -i 's/worker_connections 1024/worker_connections 512/' " + LIVE);
    edge.exec("nginx -s reload");
    sallyport.awaitLog("proxy " + edge.fullName() + " had its configuration changed by hand");
    assertThat(edge.exec("cksum < " + LIVE)).isEqualTo(ours);
    assertThat(edge.exec("cat " + LIVE + ".*.previous")).contains("worker_connections 512");

    edge.stop();
    String sentence = "no proxy is running: " + edge.fullName() + " exited with code 0, ";
    Eventually.is(
        () -> sallyport.status("/readyz"),
        answer -> {
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.body()).startsWith(sentence);
        });
    assertThat(sallyport.status("/healthz").status()).isEqualTo(200);
    assertThat(sallyport.status("/").body()).contains("OUTAGE: " + sentence);
    assertThat(sallyport.status("/api/v1/state").body()).contains("\"outage\":\"" + sentence);
    assertThat(sallyport.status("/metrics").body())
        .contains("sallyport_findings{code=\"no_proxy\"} 1");

    edge.startAgain();
    sallyport.awaitReady();
    assertThat(sallyport.status("/readyz").body()).isEqualTo("ok\n");
  }
}
