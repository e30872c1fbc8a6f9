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
    EDGE.await("http://nobody.example", 503); // The image's own page is gone.
  }

  @Test
  void servesUnderHostnameAndDomain() {
    Nginx alone = INSTALLATION.backend("alone", "hostname", "alone");
    Nginx full = INSTALLATION.backend("full", "hostname", "full", "domain", "traffic.example");
    Nginx dotted = INSTALLATION.backend("dotted", "hostname", "dotted.traffic.example");
    Nginx same = INSTALLATION.backend("same", "hostname", "same.example", "domain", "same.example");
    INSTALLATION.start(alone, full, dotted, same);
    served("alone.local", alone);
    served("full.traffic.example", full);
    served("dotted.traffic.example", dotted);
    served("same.example", same);
  }

  @Test
  void servesUnderAllAliases() {
    Nginx aliased =
        INSTALLATION
            .backend(
                "aliased",
                "hostname",
                "aliased",
                "alias_domain",
                "first.example",
                "alias_domain.1",
                "second.example",
                "alias_domain.2",
                "*.third.example")
            .start();
    served("aliased.local", aliased);
    served("first.example", aliased);
    served("second.example", aliased);
    served("any.third.example", aliased);
  }

  @Test
  void sendsToThePortOfTheLabel() {
    INSTALLATION.start(
        INSTALLATION.backend("two-ports", "hostname", "two-ports", "port", "8080").exposing(8080));
    assertThat(EDGE.await("http://two-ports.local", 200).said("port")).isEqualTo("8080");
  }

  @Test
  void answersUnknownNamesWith503AndNoHandshake() {
    EDGE.await("http://nobody.example", 503);
    EDGE.await("https://nobody.example", Answer.NONE); // No host has TLS: nobody listens there.
  }

  private static void served(String host, Nginx server) {
    assertThat(EDGE.await("http://" + host, server).said("host")).isEqualTo(host);
  }
}
