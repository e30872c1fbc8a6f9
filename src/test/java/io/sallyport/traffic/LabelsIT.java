package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Labels that say under which names, on which port and on which network an application is served.
class LabelsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(LabelsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    INSTALLATION.sallyport();
    EDGE.start();
  }

  @Test
  void servesUnderHostnameAndDomain() {
    INSTALLATION.start(
        INSTALLATION.backend("short", "hostname", "short"),
        INSTALLATION.backend("full", "hostname", "full", "domain", "traffic.example"),
        INSTALLATION.backend("dotted", "hostname", "dotted.traffic.example"),
        INSTALLATION.backend("same", "hostname", "same.example", "domain", "same.example"));
    served("short.local", "short");
    served("full.traffic.example", "full");
    served("dotted.traffic.example", "dotted");
    served("same.example", "same");
  }

  @Test
  void servesUnderAllAliases() {
    INSTALLATION.start(
        INSTALLATION.backend(
            "aliased",
            "hostname",
            "aliased",
            "alias_domain",
            "first.example",
            "alias_domain.1",
            "second.example",
            "alias_domain.2",
            "*.third.example"));
    served("aliased.local", "aliased");
    served("first.example", "aliased");
    served("second.example", "aliased");
    served("any.third.example", "aliased");
  }

  @Test
  void sendsToThePortOfTheLabel() {
    INSTALLATION.start(
        INSTALLATION.backend("two-ports", "hostname", "two-ports", "port", "8080").exposing(8080));
    Eventually.holds(
        () -> assertThat(EDGE.get("http://two-ports.local").said("port")).isEqualTo("8080"));
  }

  @Test
  void answersUnknownNamesWith503AndNoHandshake() {
    Eventually.holds(() -> assertThat(EDGE.get("http://nobody.example").status()).isEqualTo(503));
    Answer refused = EDGE.get("https://nobody.example");
    assertThat(refused.status()).isEqualTo(Answer.NONE);
    assertThat(refused.body()).contains("unrecognized_name");
  }

  private static void served(String host, String server) {
    Eventually.holds(() -> {
      Answer answer = EDGE.get("http://" + host);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.server()).isEqualTo(server);
      assertThat(answer.said("host")).isEqualTo(host);
    });
  }
}
