package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Behind a load balancer that `TrustedProxies` names: this machine, which the proxy sees as its
/// network's gateway.
class TrustedProxiesIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(TrustedProxiesIT.class);

  private static final String SUBNET = "10.231.17.0/24";
  private static final String LAN = INSTALLATION.network("lan", SUBNET);
  private static final Nginx EDGE = INSTALLATION.proxy("edge").on(LAN);
  private static final String END = "Connection: close\r\n\r\n";
  private static final String SITE = "raw.traffic.example";
  private static final String BALANCER = "10.231.17.1";

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        List.of("TrustedProxies = [\"" + BALANCER + "\", \"198.51.100.0/24\"]"),
        EDGE,
        site("raw").labels("hostname", SITE),
        site("only")
            .labels("hostname", "only.traffic.example", "ssl_only", "true")
            .labels("ssl_cert", "site-and-key.pem"),
        site("bare").labels("hostname", "bare.traffic.example", "ssl_only", "true"));
    EDGE.await(
        "http://" + SITE, Client.ANYBODY, answer -> assertThat(answer.server()).isEqualTo("raw"));
    EDGE.await(
        "http://bare.traffic.example",
        Client.ANYBODY.saying("X-Forwarded-Proto: https"),
        answer -> assertThat(answer.server()).isEqualTo("bare"));
  }

  private static Nginx site(String name) {
    return INSTALLATION.backend(name).on(LAN).running(RawApplication.class);
  }

  private static Answer ask(String host, String... headers) throws IOException {
    return RawClient.ask(
        EDGE.publishedPort(80),
        "GET /x HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
            + END);
  }

  @ParameterizedTest
  @CsvSource({
    "'203.0.113.9', '203.0.113.9, 10.231.17.1', 203.0.113.9",
    "'10.9.9.9, 203.0.113.9', '10.9.9.9, 203.0.113.9, 10.231.17.1', 203.0.113.9",
    "'203.0.113.9, 198.51.100.7', '203.0.113.9, 198.51.100.7, 10.231.17.1', 203.0.113.9",
  })
  void keepsTheChain(String sent, String told, String client) throws IOException {
    Answer answer = ask(SITE, "X-Forwarded-For: " + sent);
    assertThat(answer.said("x-forwarded-for")).isEqualTo(told);
    assertThat(answer.said("x-real-ip")).isEqualTo(client);
  }

  @Test
  void keepsWhatItSaysOnce() throws IOException {
    Answer answer =
        ask(
            SITE,
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: 8443",
            "X-Forwarded-Host: www.example.com",
            "X-Forwarded-Prefix: /outer",
            "X-Forwarded-User: ada",
            "Forwarded: for=203.0.113.9;proto=https");
    assertThat(answer.said("x-forwarded-user")).isEqualTo("ada");
    assertThat(answer.said("forwarded")).isEqualTo("for=203.0.113.9;proto=https");
    assertThat(answer.said("x-forwarded-proto")).isEqualTo("https");
    assertThat(answer.said("x-forwarded-port")).isEqualTo("8443");
    assertThat(answer.said("x-forwarded-host")).isEqualTo("www.example.com");
    assertThat(answer.said("x-forwarded-prefix")).isEqualTo("/outer");
    assertThat(answer.body().toLowerCase(java.util.Locale.ROOT).split("x-forwarded-proto", -1))
        .hasSize(2);
    assertThat(ask(SITE, "X-Forwarded-Proto: https").said("x-forwarded-port")).isEqualTo("443");
    assertThat(ask(SITE).said("x-forwarded-for")).isEqualTo(BALANCER);
  }

  /// With a certificate here, and without: then the load balancer ends TLS.
  @ParameterizedTest
  @CsvSource({"only", "bare"})
  void redirectsByWhatTheLoadBalancerSays(String name) throws IOException {
    String host = name + ".traffic.example";
    assertThat(ask(host, "X-Forwarded-Proto: https").server()).isEqualTo(name);
    Answer redirect = ask(host, "X-Forwarded-Proto: http");
    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location")).isEqualTo("https://" + host + "/x");
    assertThat(ask(host).status()).isEqualTo(301);
    Answer posted =
        RawClient.ask(
            EDGE.publishedPort(80),
            "POST /x HTTP/1.1\r\nHost: " + host + ":80\r\nContent-Length: 0\r\n" + END);
    assertThat(posted.status()).isEqualTo(308);
    assertThat(posted.header("Location")).isEqualTo("https://" + host + "/x");
  }
}
