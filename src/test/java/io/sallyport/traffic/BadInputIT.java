package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Wrong labels and templates while Sallyport runs, and wrong settings before.
class BadInputIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(BadInputIT.class);

  private static final Path TEMPLATE = INSTALLATION.folder().resolve("own.conf");
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");

  private static Sallyport sallyport = write(template("first"));

  /// Our template with a header.
  private static String template(String header) {
    return """
    {%% extends "sallyport:nginx.conf" %%}
    {%% block location %%}{{ parent() }}
          add_header X-Template %s;
    {%% endblock %%}
    """
        .formatted(header);
  }

  /// Replaces the template in one rename, for a file that is half written could be looked at;
  /// starts Sallyport with it the first time.
  private static Sallyport write(String template) {
    try {
      Path written = Files.writeString(TEMPLATE.resolveSibling("written.conf"), template);
      Files.move(written, TEMPLATE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return sallyport == null
        ? INSTALLATION.sallyport("TemplatePath = \"" + TEMPLATE + "\"")
        : sallyport;
  }

  @BeforeAll
  static void start() {
    INSTALLATION.start(EDGE, SHOP);
    EDGE.await("http://shop.local", SHOP);
  }

  @Test
  void keepsTheLastGoodTemplate() {
    write("{% extends \"sallyport:nginx.conf\" %}\n\n{% blok location %}\n");
    sallyport.awaitLog("template " + TEMPLATE + ":3");
    Nginx meanwhile = INSTALLATION.backend("meanwhile", "hostname", "meanwhile").start();
    EDGE.await("http://meanwhile.local", meanwhile);
    write(template("mended"));
    header("mended");

    write(template("{{ host.nonsense }}"));
    sallyport.awaitLog("nonsense");
    header("mended");
    write(template("again"));
    header("again");
  }

  /// What renders but is no configuration: the proxy's own test refuses it.
  @Test
  void keepsWhatAProxyRefusesToReplace() {
    write(template("one two three four"));
    sallyport.awaitLog("does not run all that it should: it refused the new configuration");
    sallyport.awaitLog("invalid number of arguments in \"add_header\"");
    EDGE.await("http://shop.local", SHOP);
    write(template("accepted"));
    header("accepted");
    sallyport.awaitLog(" recovered");
    assertThat(sallyport.said("it refused the new configuration")).isEqualTo(1);
  }

  private static void header(String value) {
    Eventually.holds(
        () -> assertThat(EDGE.get("http://shop.local").header("X-Template")).isEqualTo(value));
  }

  @Test
  void letsNoLabelBreakAnotherHost() {
    String injection = "x;} server { listen 80; server_name shop.local; return 200 taken; } {";
    Nginx[] hostile = {
      INSTALLATION.backend("hostile-name", "hostname", injection),
      INSTALLATION.backend("hostile-alias", "hostname", "hostile", "alias_domain", injection),
      INSTALLATION.backend(
          "hostile-file", "hostname", "file", "ssl", "true", "ssl_cert", "x\";\nreturn 200 taken;"),
      INSTALLATION.backend("hostile-port", "hostname", "port", "port", "80; return 200 taken"),
      INSTALLATION.backend("hostile-net", "hostname", "net", "network", "$request_uri"),
      INSTALLATION.backend("hostile-thief", "hostname", "thief", "alias_domain", "shop.local"),
    };
    INSTALLATION.start(hostile);
    found("hostile-name", "hostname");
    found("hostile-alias", "alias_domain");
    found("hostile-file", "ssl_cert");
    found("hostile-port", "port");
    found("hostile-net", "network");
    found("hostile-thief", "alias_domain");
    EDGE.await("http://hostile.local", hostile[1]);
    EDGE.await("http://thief.local", hostile[5]);
    EDGE.await("http://shop.local", SHOP);
    assertThat(EDGE.exec("cat /etc/nginx/nginx.conf")).doesNotContain("taken");
    for (Nginx each : hostile) {
      each.remove();
    }
    sallyport.awaitLog("Finding gone: error: container " + hostile[0].fullName());
  }

  @Test
  void reportsAFindingOnceAndItsEnd() {
    Nginx wrong = INSTALLATION.backend("wrong", "hostname", "wrong", "port", "eighty").start();
    found("wrong", "port");
    Nginx right = INSTALLATION.backend("right", "hostname", "right").start();
    EDGE.await("http://right.local", right);
    wrong.remove();
    sallyport.awaitLog("Finding gone: error: container " + wrong.fullName());
    assertThat(sallyport.said("Finding: error: container " + wrong.fullName())).isEqualTo(1);
    EDGE.await("http://wrong.local", 503);
  }

  private static void found(String container, String label) {
    Eventually.holds(() ->
        assertThat(sallyport.log().lines())
            .anyMatch(line ->
                line.contains("Finding: ")
                    && line.contains("-" + container + ": label interlock." + label + ":")));
  }

  @Test
  void refusesWrongSettingsAllAtOnce() throws IOException {
    Path settings =
        Files.writeString(
            INSTALLATION.folder().resolve("wrong.toml"),
            """
            ListenAdr = ":8080"
            PollInterval = "1s"
            [[Extensions]]
            Name = "nginx"
              Port = "eighty"
            """);
    Subprocess run = Sallyport.run("run", "-c", settings.toString()).expect(2);
    assertThat(run.err().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith(settings + ":1:1: ") && line.contains("ListenAddr"))
        .anyMatch(line -> line.startsWith("warning: " + settings + ":2:16: "))
        .anyMatch(line -> line.startsWith(settings + ":5:10: "));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesATemplateThatIsNotThere() throws IOException {
    Path settings =
        Files.writeString(
            INSTALLATION.folder().resolve("template.toml"),
            "[[Extensions]]\nName = \"nginx\"\nTemplatePath = \"/nowhere/nginx.conf\"\n");
    assertThat(Sallyport.run("run", "-c", settings.toString()).expect(2).err())
        .contains("/nowhere/nginx.conf");
  }

  @Test
  void refusesAnUnknownOption() {
    assertThat(Sallyport.run("run", "--confg", "x").expect(2).err())
        .contains("--confg")
        .contains("--config");
  }
}
