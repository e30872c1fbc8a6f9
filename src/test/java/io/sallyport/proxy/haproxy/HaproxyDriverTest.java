package io.sallyport.proxy.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Plan;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.SampleTables;
import io.sallyport.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaproxyDriverTest {
  private static final HaproxyDriver DRIVER = new HaproxyDriver();
  private static final RoutingTable TABLE = SampleTables.tables(Set.of()).getLast();

  @TempDir private Path folder;

  @Test
  void hasValuesOfItsOwn() {
    ProxySettings completed = DRIVER.completed(ProxySettings.defaults());
    assertThat(completed.get(Setting.CONFIG_PATH)).isEqualTo("/usr/local/etc/haproxy/haproxy.cfg");
    assertThat(DRIVER.describe(DRIVER.baseline())).isEqualTo("HAProxy 2.6.0");
  }

  @Test
  void reloadsForEachChange() {
    ProxyConfig one = ProxyConfig.of(RenderedConfig.of("one"));
    assertThat(DRIVER.plan(one, one)).isEqualTo(new Plan.Nothing());
    assertThat(DRIVER.plan(one, ProxyConfig.of(RenderedConfig.of("two"))))
        .isEqualTo(new Plan.FullReload());
  }

  @Test
  void saysWhatItDoesNotDo() {
    assertThat(DRIVER.admit(TABLE).table()).isEqualTo(TABLE);
    assertThat(DRIVER.admit(TABLE).findings())
        .extracting(Finding::toString)
        .anyMatch(line -> line.contains("client_max_body_size"))
        .anyMatch(line -> line.contains("ssl_backend_password_file"))
        .anyMatch(line -> line.contains("keepalive_time"));
    assertThat(DRIVER.admit(SampleTables.tables(Set.of()).getFirst()).findings()).isEmpty();
  }

  /// A folder is never written again: another content has another name, certificates included.
  @Test
  void namesTheFolderByWhatIsInIt() {
    ProxySettings settings = DRIVER.completed(ProxySettings.defaults());
    String text = DRIVER.renderer(settings).render(TABLE, DRIVER.baseline()).text();
    String delivered = DRIVER.delivered(text);

    assertThat(delivered)
        .containsPattern("#\\|folder /usr/local/etc/haproxy/sallyport-lists-[0-9a-f]{12}\n")
        .containsPattern(
            "map_str\\(/usr/local/etc/haproxy/sallyport-lists-[0-9a-f]{12}/hosts.map\\)")
        .doesNotContain("sallyport-lists/");
    assertThat(DRIVER.undelivered(delivered)).isEqualTo(text);
    assertThat(DRIVER.delivered(text.replace("/trial/cert.pem", "/other/cert.pem")))
        .doesNotContain(
            delivered.substring(delivered.indexOf("sallyport-lists-")).substring(0, 28));
  }

  @Test
  void understandsARefusal() {
    String refusal =
        DRIVER.refusal(
            """
            [NOTICE]   (17) : haproxy version is 2.6.12-1+deb12u3
            [ALERT]    (17) : config : parsing [/etc/haproxy.cfg:36] : 'bind :443' : unable to load '/certs/a.pem'.
            [ALERT]    (17) : config : Error(s) found in configuration file : /etc/haproxy.cfg
            [ALERT]    (17) : config : Fatal errors found in configuration.
            """);

    assertThat(refusal)
        .isEqualTo("parsing [/etc/haproxy.cfg:36] : 'bind :443' : unable to load '/certs/a.pem'.");
    assertThat(DRIVER.clues(refusal))
        .isEqualTo(new RefusalClues(List.of("bind :443", "/certs/a.pem"), OptionalInt.of(36)));
    assertThat(DRIVER.refusal("[ALERT] (9) : config : parsing [/a:4] : 'x' :\n  unable to load"))
        .isEqualTo("parsing [/a:4] : 'x' : unable to load");
    assertThat(DRIVER.refusal("[ALERT] (9) : config : No Private Key found in '/certs/a.pem.key'."))
        .contains("before 3.0, HAProxy wants the key in the certificate's file");
    assertThat(DRIVER.refusal("sh: haproxy: not found")).isEqualTo("sh: haproxy: not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "{% block backned %}{% endblock %} @ did you mean `backend`?",
        "{% block frontend %}{{ hots }}{% endblock %} @ there is no variable `hots`",
        "{% block frontend %}{{ proxy.adminPass }}{% endblock %} @ adminPass",
      })
  void saysWhatIsWrongWithATemplate(String block, String problem) throws IOException {
    assertThatThrownBy(() -> DRIVER.renderer(own(block)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void takesBlocksOfAnOperator() throws IOException {
    String text =
        DRIVER
            .renderer(
                own(
                    "{% block backend %}  http-response set-header X-Host {{ host.name }}\n{% endblock %}"
                        + "{% block defaults %}{{ parent() }}  option nolinger{% endblock %}"))
            .render(TABLE, DRIVER.baseline())
            .text();

    assertThat(text)
        .contains("\n  http-response set-header X-Host trial2.local\n")
        .contains("  timeout tunnel 1d\n  option nolinger\n");
  }

  private ProxySettings own(String blocks) throws IOException {
    Path file = folder.resolve("own.cfg");
    Files.writeString(file, "{% extends \"sallyport:haproxy.cfg\" %}\n" + blocks + "\n");
    return DRIVER.completed(ProxySettings.defaults().with(Setting.TEMPLATE_PATH, file.toString()));
  }
}
