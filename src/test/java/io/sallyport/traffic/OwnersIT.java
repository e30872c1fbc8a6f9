package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Containers of other projects ask for a victim's host name and for something of it: the victim is
/// served as before, through its own replacement and a restart of Sallyport too.
class OwnersIT {
  private static final String HOST = "vic.traffic.example";
  private static final List<String> URLS =
      List.of(
          "http://" + HOST + "/",
          "https://" + HOST + "/",
          "http://" + HOST + "/login",
          "https://" + HOST + "/checkout/x");

  @AutoClose private static final Installation INSTALLATION = Installation.of(OwnersIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @Test
  void aVictimKeepsServingAsBefore() {
    Nginx early = attacker("early", "ssl_backend", "true");
    early.start();
    early.stop();
    Nginx victim = victim("vic-1");
    Sallyport sallyport = INSTALLATION.serve(EDGE, victim);
    EDGE.await("http://" + HOST + "/", victim);
    String before = block();

    List<Nginx> attackers = attackers();
    INSTALLATION.start(attackers.toArray(Nginx[]::new));
    for (Nginx attacker : attackers) {
      sallyport.awaitLog("container " + attacker.fullName() + ": label");
    }
    awaitMarker("marker-1");
    assertThat(block()).isEqualTo(before);
    assertServed(victim);

    Nginx next = victim("vic-2");
    next.start();
    Eventually.holds(() -> assertThat(block()).contains("# " + next.fullName() + "\n"));
    victim.remove();
    Eventually.holds(() -> assertThat(block()).doesNotContain("# " + victim.fullName() + "\n"));
    early.startAgain();
    sallyport.awaitLog("container " + early.fullName() + ": label");
    assertServed(next);
    assertThat(withoutServers(block())).isEqualTo(withoutServers(before));

    sallyport.stop();
    Sallyport again = INSTALLATION.sallyport();
    again.awaitReady();
    awaitMarker("marker-2");
    assertServed(next);
    assertThat(withoutServers(block())).isEqualTo(withoutServers(before));
  }

  private static Nginx victim(String name) {
    return INSTALLATION
        .backend(name, "hostname", HOST, "ssl", "true", "ssl_cert", "site-and-key.pem")
        .project("victim");
  }

  private static Nginx attacker(String name, String... labels) {
    return INSTALLATION.backend(name, labels).labels("hostname", HOST).project(name);
  }

  private static List<Nginx> attackers() {
    List<Nginx> attackers = new ArrayList<>();
    attackers.add(attacker("verifies", "ssl_verify_client", "on"));
    attackers.add(attacker("other-cert", "ssl_only", "true", "ssl_cert", "shop.pem"));
    attackers.add(attacker("body-size", "client_max_body_size", "1"));
    attackers.add(attacker("read-timeout", "proxy_read_timeout", "1s"));
    attackers.add(attacker("tls", "ssl_backend", "true"));
    attackers.add(attacker("nosuch", "context_root", "/login", "network", "nosuch"));
    attackers.add(attacker("balance", "balance_algorithm", "ip_hash"));
    return attackers;
  }

  private static void assertServed(Nginx server) {
    for (String url : URLS) {
      for (int i = 0; i < 10; i++) {
        Answer answer = EDGE.get(url);
        assertThat(answer.status()).as(url).isEqualTo(200);
        assertThat(answer.server()).as(url).isEqualTo(server.name());
      }
    }
  }

  /// All that was seen before it has been rolled out when it is served.
  private static void awaitMarker(String name) {
    Nginx marker = INSTALLATION.backend(name, "hostname", name + ".traffic.example").start();
    EDGE.await("http://" + name + ".traffic.example/", marker);
    EDGE.settle();
  }

  /// What the proxy's live file says of the host.
  private static String block() {
    String text = EDGE.exec("cat /etc/nginx/nginx.conf");
    int begin = text.indexOf("\n  # " + HOST + "\n");
    assertThat(begin).isPositive();
    int end = text.indexOf("\n\n  # ", begin);
    return end < 0 ? text.substring(begin) + "\n" : text.substring(begin, end) + "\n";
  }

  private static String withoutServers(String block) {
    return block.replaceAll("(?m)^    server \\d.*\n", "").replaceAll("\\s*}\\s*$", "");
  }
}
