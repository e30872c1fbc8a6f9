package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Behind a load balancer that passes connections on, and says by the PROXY protocol whose they
/// are: this machine, which the proxy sees as its network's gateway.
class ProxyProtocolIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(ProxyProtocolIT.class);

  private static final String LAN = INSTALLATION.network("lan", "10.231.18.0/24");
  private static final String BALANCER = "10.231.18.1";
  private static final Nginx EDGE = INSTALLATION.proxy("edge").on(LAN);
  private static final String SITE = "raw.traffic.example";
  private static final String CLIENT = "203.0.113.9";
  private static final String PREFIX = "PROXY TCP4 " + CLIENT + " 10.231.18.2 5555 80\r\n";
  private static final String REQUEST =
      "GET /x HTTP/1.1\r\nHost: " + SITE + "\r\n%sConnection: close\r\n\r\n";

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        List.of("ProxyProtocol = true", "TrustedProxies = [\"" + BALANCER + "\"]"),
        EDGE,
        INSTALLATION
            .backend("raw")
            .on(LAN)
            .running(RawApplication.class)
            .labels("hostname", SITE, "ssl", "true", "ssl_cert", "site-and-key.pem"));
    Eventually.holds(() -> assertThat(plain("").status()).isEqualTo(200));
  }

  private static Answer plain(String headers) throws IOException {
    return RawClient.ask(EDGE.publishedPort(80), PREFIX + REQUEST.formatted(headers));
  }

  @Test
  void theClientIsWhomTheBalancerNames() throws IOException {
    Answer answer = plain("");
    assertThat(answer.server()).isEqualTo("raw");
    assertThat(answer.said("x-real-ip")).isEqualTo(CLIENT);
    assertThat(answer.said("x-forwarded-for")).isEqualTo(CLIENT);
    assertThat(answer.said("x-forwarded-proto")).isEqualTo("http");
  }

  /// The balancer passes on what the client writes, so that none of it may count.
  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For: 198.51.100.1, x-forwarded-for, 203.0.113.9",
    "X-Real-IP: 198.51.100.1, x-real-ip, 203.0.113.9",
    "X-Forwarded-Proto: https, x-forwarded-proto, http",
    "X-Forwarded-Host: evil.example, x-forwarded-host, raw.traffic.example",
    "X-Forwarded-Port: 7, x-forwarded-port, 80",
  })
  void theClientsOwnWordsDoNotCount(String header, String name, String told) throws IOException {
    assertThat(plain(header + "\r\n").said(name)).isEqualTo(told);
  }

  @Test
  void worksByTls() throws IOException {
    try (RawClient client =
        RawClient.tls(Certificates.client(), EDGE.publishedPort(443), SITE, PREFIX)) {
      Answer answer = client.ask(REQUEST.formatted(""));
      assertThat(answer.server()).isEqualTo("raw");
      assertThat(answer.said("x-forwarded-for")).isEqualTo(CLIENT);
      assertThat(answer.said("x-forwarded-proto")).isEqualTo("https");
    }
  }

  @Test
  void aConnectionThatDoesNotBeginWithItIsClosed() throws IOException {
    Answer answer = RawClient.ask(EDGE.publishedPort(80), REQUEST.formatted(""));
    assertThat(answer.status()).isEqualTo(Answer.NONE);
  }
}
