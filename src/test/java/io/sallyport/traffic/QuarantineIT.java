package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What Nginx refuses costs the host that it is about: all others go live, and go on changing.
class QuarantineIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(QuarantineIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Path TEMPLATE = INSTALLATION.folder().resolve("own.conf");
  private static final String UNCHANGED = "{% extends \"sallyport:nginx.conf\" %}";
  private static int made;

  private static Sallyport sallyport = start();

  private static Sallyport start() {
    template(UNCHANGED);
    return INSTALLATION.looking("2s", "5s").sallyport("TemplatePath = \"" + TEMPLATE + "\"");
  }

  @BeforeAll
  static void serve() {
    EDGE.start();
    EDGE.await("http://first.local", application("first").start());
  }

  @AfterEach
  void othersGoOn() {
    String name = "later-" + ++made;
    EDGE.await("http://" + name + ".local", application(name).start());
    EDGE.await("http://first.local", 200);
  }

  @Test
  void aMissingCertificate() {
    Nginx shop = secured("missing", "nobody.pem", "nobody-key.pem").start();
    awaitFinding(shop, "label interlock.ssl_cert:", "/nobody.pem");
    EDGE.await("http://missing.traffic.example", 503);

    EDGE.exec(
        "cd "
            + Installation.CERTS
            + " && cp site.pem nobody.pem && cp site-key.pem nobody-key.pem");
    EDGE.await("https://missing.traffic.example", shop);
    sallyport.awaitLog("Finding gone: error: container " + shop.fullName());
  }

  @Test
  void aKeyOfAnotherCertificate() {
    Nginx shop = secured("mismatch", "shop.pem", "site-key.pem").start();
    awaitFinding(shop, "label interlock.ssl_cert_key:", "key values mismatch");
    EDGE.await("http://mismatch.traffic.example", 503);
  }

  @Test
  void anUnreadableAuthority() {
    Nginx shop =
        secured("strict", "shop.pem", "shop-key.pem")
            .labels("ssl_client_ca", "client.pass")
            .start();
    awaitFinding(shop, "label interlock.ssl_client_ca:", "client.pass");
    EDGE.await("http://strict.traffic.example", 503);
  }

  @Test
  void aChangeThatIsRefusedLeavesTheHostAsItWas() {
    Nginx old = secured("renewed", "site.pem", "site-key.pem").start();
    EDGE.await("https://renewed.traffic.example", old);
    Nginx next =
        secured("renewed-2", "next.pem", "next-key.pem")
            .labels("hostname", "renewed.traffic.example");
    next.start();
    EDGE.await("https://renewed.traffic.example", next);

    old.remove();

    awaitFinding(next, "label interlock.ssl_cert:", "the host stays as it was last accepted");
    EDGE.await("https://renewed.traffic.example", next);
  }

  @Test
  void aNameThatOnlyTheProxyKnows() {
    Nginx taken = application("taken");
    template(
        UNCHANGED
            + "{% block stream %}{% endblock %}{% block http %}{{ parent() }}"
            + "  upstream taken.local { server 127.0.0.1:1; }\n{% endblock %}");
    taken.start();

    awaitFinding(taken, "proxy `", "duplicate upstream \"taken.local\"");
    EDGE.await("http://taken.local", 503);

    template(UNCHANGED);
    EDGE.await("http://taken.local", taken);
  }

  @Test
  void aWeaknessOfTheOperatorsTemplate() {
    Nginx weak = application("weak");
    template(
        UNCHANGED
            + "{% block server %}{% if host.name == \"weak.local\" %}    nonsense on;\n"
            + "{% endif %}{% endblock %}");
    weak.start();

    awaitFinding(weak, "proxy `", "unknown directive \"nonsense\"");
    EDGE.await("http://weak.local", 503);

    template(UNCHANGED);
    EDGE.await("http://weak.local", weak);
  }

  /// Neither the owner's next, stricter configuration nor the host after a restart.
  @Test
  void aStrangersRootCostsTheOwnerNothing() {
    Nginx lax = secured("lax", "site.pem", "site-key.pem").project("owner");
    lax.labels("hostname", "vic.traffic.example").start();
    EDGE.await("https://vic.traffic.example", lax);
    Nginx stranger =
        application("stranger")
            .labels("hostname", "vic.traffic.example", "context_root", "/evil")
            .labels("ssl_backend", "true", "ssl_backend_ca", "/nosuch.pem")
            .project("tenant")
            .start();
    awaitFinding(
        stranger,
        "label interlock.ssl_backend_ca:",
        "cannot read \"/nosuch.pem\"; context root `/evil` is not served");
    EDGE.await("https://vic.traffic.example/evil/x", lax);
    Nginx other =
        application("no-pem")
            .labels("ssl_backend", "true", "ssl_backend_ca", "/etc/passwd")
            .start();
    awaitFinding(other, "\"/etc/passwd\" holds no certificate or key (PEM)");

    Nginx strict = secured("strict-owner", "site.pem", "site-key.pem").project("owner");
    strict
        .labels("hostname", "vic.traffic.example")
        .labels("ssl_client_ca", "authority.pem", "ssl_verify_client", "on")
        .start();
    EDGE.await("https://vic.traffic.example", 400);
    sallyport.close();
    sallyport = start();
    sallyport.awaitLog("Finding: error: container " + stranger.fullName());
    EDGE.await("https://vic.traffic.example", 400);
    stranger.remove();
  }

  private static void awaitFinding(Nginx container, String... parts) {
    Eventually.holds(() ->
        assertThat(sallyport.log().lines())
            .filteredOn(line -> line.contains("Finding: error: container " + container.fullName()))
            .anySatisfy(line -> assertThat(line).contains(parts)));
  }

  private static Nginx application(String name) {
    return INSTALLATION.backend(name, "hostname", name);
  }

  private static Nginx secured(String name, String certificate, String key) {
    return INSTALLATION
        .backend(name, "hostname", name + ".traffic.example")
        .labels("ssl_only", "true", "ssl_cert", certificate, "ssl_cert_key", key);
  }

  private static void template(String text) {
    try {
      Files.writeString(TEMPLATE, text);
    } catch (IOException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }
}
