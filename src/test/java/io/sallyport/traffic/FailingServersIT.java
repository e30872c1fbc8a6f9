package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Servers that fail, each in its own way: real requests, and what `explain`, the API and the
/// metrics say of them.
class FailingServersIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(FailingServersIT.class);

  private static Nginx application(String name, String listen, String answer, String... labels) {
    return INSTALLATION
        .backend(name, "hostname", name)
        .labels(labels)
        .file(
            "/etc/nginx/nginx.conf",
            "events {} http { server { listen %s; location / { %s } } }".formatted(listen, answer));
  }

  @Test
  void eachIsNamedWithItsFaultUntilItRecovers() {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx port = INSTALLATION.backend("port", "hostname", "port", "port", "9999");
    Nginx loopback = application("loopback", "127.0.0.1:80", "return 200;");
    Nginx closes = application("closes", "80", "return 444;");
    Nginx silent = INSTALLATION.backend("silent", "hostname", "silent", "port", "80");
    silent.labels("proxy_read_timeout", "1s");
    Nginx plain =
        INSTALLATION.tlsBackend("plain", "hostname", "plain").labels("ssl_backend", "false");
    Nginx tls = INSTALLATION.backend("tls", "hostname", "tls", "ssl_backend", "true", "port", "80");
    Nginx trust =
        INSTALLATION
            .tlsBackend("trust", "hostname", "trust")
            .labels("ssl_backend_ca", "stranger.pem", "ssl_backend_name", "backend.internal");
    Nginx strict = INSTALLATION.strictBackend("strict", "hostname", "strict");
    Nginx banner = INSTALLATION.backend("banner", "hostname", "banner", "port", "80");
    banner.running(RawApplication.class);
    Nginx good = INSTALLATION.backend("good", "hostname", "pair", "port", "80");
    Nginx bad = INSTALLATION.backend("bad", "hostname", "pair", "port", "9998");
    Sallyport sallyport =
        INSTALLATION.serve(
            edge, port, loopback, closes, silent, plain, tls, trust, strict, banner, good, bad);
    assertThat(sallyport.status("/api/v1/findings").body())
        .contains("port_not_exposed", "the container exposes 80, not port 9999");

    silent.exec("kill -STOP " + String.join(" ", silent.workers())); // It still gets connections.
    List<String> hosts = List.of("closes", "silent", "plain", "tls", "trust", "strict");
    Map<String, Integer> statuses = new TreeMap<>();
    hosts.forEach(host -> statuses.put(host, edge.get("http://" + host + ".local").status()));
    for (int i = 0; i < 2; i++) { // Fewer than three connections may be closed by chance.
      assertThat(edge.get("http://closes.local").status()).isEqualTo(502);
      assertThat(edge.get("http://strict.local").status()).isEqualTo(400);
    }
    edge.await("http://banner.local", 200);
    try {
      edge.get("http://banner.local/?banner");
    } catch (RuntimeException | AssertionError noHttp) {
      // Passed on as it came.
    }
    for (int i = 0; i < 4; i++) {
      assertThat(edge.get("http://pair.local").status()).isEqualTo(200);
    }
    assertThat(statuses)
        .isEqualTo(
            Map.of(
                "closes", 502, "silent", 504, "plain", 400, "tls", 502, "trust", 502, "strict",
                400));

    Eventually.is(
        () -> sallyport.status("/api/v1/routes"),
        answer ->
            assertThat(answer.body())
                .containsPattern("closed [13] connections? without an answer")
                .contains("did not answer 1 request in time")
                .contains("rejected 1 plain request, since it expects TLS")
                .contains("failed 1 TLS handshake")
                .contains("asks for a client certificate, and answered ")
                .contains("nothing listens there")
                .contains("refused "));
    Eventually.is(
        () -> sallyport.status("/api/v1/findings"),
        answer ->
            assertThat(answer.body())
                .contains("server_closes", "server_times_out", "server_wants_tls", "server_tls")
                .contains("server_wants_certificate", "server_no_http")
                .contains("the container uses TLS at ", "the container does not use TLS at ")
                .contains("the TLS handshake with the container fails at ")
                .contains("the image exposes 80", "not of 127.0.0.1 alone"));
    Subprocess explain =
        Sallyport.run("explain", "--url", "http://127.0.0.1:" + INSTALLATION.statusPort());
    assertThat(explain.exitCode()).isEqualTo(3);
    assertThat(explain.out())
        .contains("nothing listens there", "error: the container refuses connections at ");
    assertThat(sallyport.status("/metrics").body())
        .containsPattern(
            "sallyport_server_failures_total\\{fault=\"refuses\",host=\"pair.local\",server=\"[^\"]*bad\"} [1-9]");

    long reloads = edge.reloads();
    port.exec(
        "sed -i 's/listen 80;/listen 80; listen 9999;/' /etc/nginx/nginx.conf && nginx -s reload");
    edge.await("http://port.local", port);
    Eventually.is(
        () -> sallyport.status("/api/v1/findings"),
        answer -> assertThat(answer.body()).doesNotContain("or let it listen on 9999"));
    assertThat(edge.reloads()).as("nothing is routed otherwise").isEqualTo(reloads);
    assertThat(
            sallyport.said(
                "Finding: error: container " + closes.fullName() + ": the container closes"))
        .isEqualTo(1);
  }
}
