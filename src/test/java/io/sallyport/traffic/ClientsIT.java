package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host asks of its clients: certificates, and not too much at once.
class ClientsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ClientsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SLOW = site("slow", "proxy_read_timeout", "1");
  private static final Client CLIENT = Client.with("client");
  private static final Client STRANGER = Client.with("stranger");
  private static final Client FORGER =
      Client.ANYBODY.saying(
          "X-SSL-Client-Verify: SUCCESS",
          "X-SSL-Client-DN: CN=client",
          "x_ssl_client_dn: CN=client");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        SLOW,
        secure("open"),
        secure("closed", "ssl_client_ca", "authority.pem", "ssl_verify_client", "on"),
        secure("optional", "ssl_client_ca", "authority.pem", "ssl_verify_client", "optional"),
        secure("no-authority", "ssl_verify_client", "on"),
        site("small", "client_max_body_size", "1k"));
  }

  private static Nginx site(String name, String... labels) {
    return INSTALLATION.backend(name, labels).labels("hostname", name + ".traffic.example");
  }

  private static Nginx secure(String name, String... labels) {
    return site(name, labels).labels("ssl", "true", "ssl_cert", "site-and-key.pem");
  }

  @Test
  void refusesClientsWithoutCertificate() {
    Answer known = answered("https://closed.traffic.example", CLIENT);
    assertThat(known.said("x-ssl-client-verify")).isEqualTo("SUCCESS");
    assertThat(known.said("x-ssl-client-dn")).isEqualTo("CN=client");
    assertThat(EDGE.get("https://closed.traffic.example").status()).isEqualTo(400);
    assertThat(EDGE.get("https://closed.traffic.example", STRANGER).status()).isEqualTo(400);
    assertThat(EDGE.get("https://closed.traffic.example", FORGER).status()).isEqualTo(400);
  }

  @Test
  void letsNobodyRoundByPlainHttp() {
    answered("https://closed.traffic.example", CLIENT);
    Answer redirect = EDGE.get("http://closed.traffic.example/a?b", FORGER);
    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location")).isEqualTo("https://closed.traffic.example/a?b");
  }

  @Test
  void takesThoseWithoutWhereItIsOptional() {
    assertThat(answered("https://optional.traffic.example", CLIENT).said("x-ssl-client-dn"))
        .isEqualTo("CN=client");
    answered("https://optional.traffic.example", Client.ANYBODY);
    answered("http://optional.traffic.example", Client.ANYBODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://open.traffic.example",
        "https://open.traffic.example",
        "http://optional.traffic.example",
        "https://optional.traffic.example"
      })
  void takesNobodysWordForIt(String url) {
    Answer answer = answered(url, FORGER);
    assertThat(answer.said("x-ssl-client-verify")).isEmpty();
    assertThat(answer.said("x-ssl-client-dn")).isEmpty();
  }

  /// A tenant's own host verifies by his own CA. What he shows there says nothing to others' hosts,
  /// neither on that connection nor in a session that is resumed.
  @Test
  void keepsCertificatesToTheHostThatVerifiedThem() throws IOException {
    SSLContext client = Certificates.client("client");
    String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
    String own = "optional.traffic.example";
    Answer known =
        Eventually.is(
            () -> ask(client, own, request.formatted(own)),
            each -> assertThat(each.server()).as(each.toString()).isEqualTo("optional"));
    assertThat(known.said("x-ssl-client-dn")).isEqualTo("CN=client");

    // In a resumed session the handshake's name is the session's, so Nginx answers 421.
    String open = "open.traffic.example";
    for (SSLContext context : List.of(client, Certificates.client("client"))) {
      Answer answer = ask(context, open, request.formatted(open));
      assertThat(answer.status()).isIn(200, 421);
      assertThat(answer.said("x-ssl-client-verify")).isEmpty();
      assertThat(answer.said("x-ssl-client-dn")).isEmpty();
    }
    for (String other : List.of("open", "closed", "unknown")) {
      Answer misdirected =
          ask(client, "optional.traffic.example", request.formatted(other + ".traffic.example"));
      assertThat(misdirected.status()).isEqualTo(421);
      assertThat(misdirected.body()).doesNotContain("Welcome");
    }
  }

  private static Answer ask(SSLContext context, String name, String request) {
    try (RawClient client = RawClient.tls(context, EDGE.publishedPort(443), name)) {
      return client.ask(request);
    } catch (IOException refused) {
      return Answer.none(refused);
    }
  }

  @Test
  void refusesAHandshakeWithoutAName() {
    assertThat(ask(Certificates.client(), "", "GET / HTTP/1.0\r\n\r\n").body())
        .contains("unrecognized_name");
  }

  @Test
  void servesNothingThatItCannotVerify() {
    answered("https://open.traffic.example", Client.ANYBODY);
    assertThat(EDGE.get("http://no-authority.traffic.example").status()).isEqualTo(503);
    assertThat(EDGE.get("https://no-authority.traffic.example").body())
        .contains("unrecognized_name");
  }

  @Test
  void takesBodiesUpToTheLimitOfTheHost() {
    answered("http://small.traffic.example", Client.ANYBODY.sending("x".repeat(1_024)));
    Client generous = Client.ANYBODY.sending("x".repeat(1_025));
    assertThat(EDGE.get("http://small.traffic.example", generous).status()).isEqualTo(413);
    answered("http://open.traffic.example", generous);
  }

  @Test
  void givesUpAfterTheTimeOfTheHost() {
    answered("http://slow.traffic.example", Client.ANYBODY);
    SLOW.exec("kill -STOP -1");
    EDGE.await("http://slow.traffic.example", 504);
    SLOW.exec("kill -CONT -1");
  }

  private static Answer answered(String url, Client client) {
    return EDGE.await(
        url,
        client,
        answer -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.server()).isNotEmpty();
        });
  }
}
