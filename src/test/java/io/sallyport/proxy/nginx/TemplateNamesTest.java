package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A name that nothing has is an error with its place and what is near, wherever it stands; no
/// template that is right is refused.
class TemplateNamesTest {
  /// What is inside is reached by no host of the trial.
  private static final String NEVER = "{% if proxy.port == 81 %}\nTEXT{% endif %}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "{{ host.nmae }} @ nmae @ did you mean 'name'?",
        "{{ proxy.usr }} @ usr @ did you mean 'user'?",
        "{{ location.upstream.severs }} @ severs @ did you mean 'servers'?",
        "{% for s in location.upstream.servers %}{{ s.adress }}{% endfor %} @ adress @ did you mean"
            + " 'address'?",
        "{% if host.tls.certifcate is not null %}a{% endif %} @ certifcate @ did you mean"
            + " 'certificate'?",
        "{{ host.bodySiz | default(\"1m\") }} @ bodySiz @ did you mean 'bodySize'?",
        "{{ host.nmaes | words }} @ nmaes @ did you mean 'names'?",
        "{{ [host.nmae] | join }} @ nmae @ did you mean 'name'?",
        "{{ host.tls is null ? \"a\" : host.redirct }} @ redirct @ did you mean 'redirect'?",
        "{% set mine = host.nmae %} @ nmae @ did you mean 'name'?",
        "{{ hsot.name }} @ hsot @ did you mean 'host'?",
        "{% for each in hostss %}{% endfor %} @ hostss @ did you mean 'hosts'?",
        "{{ hostss | default(\"none\") }} @ hostss @ did you mean 'hosts'?",
        "{{ host.frobnicate }} @ frobnicate @ docs/templates.md lists what there is",
        "{{ host.name | lowr }} @ lowr @ did you mean 'lower'?",
        "{{ host.names | wrods }} @ wrods @ did you mean 'words'?",
        "{% if host.tls is nul %}a{% endif %} @ nul @ did you mean 'null'?",
        "{{ frobnicate() }} @ frobnicate @ docs/templates.md lists what there is",
        "{{ parant() }} @ parant @ did you mean 'parent'?",
        "{{ block(\"htpp\") }} @ htpp @ did you mean 'http'?",
        "{% blok server %}{% endblok %} @ blok @ there is no tag 'blok'; did you mean 'block'?",
        "{{ range(1, 9) }} @ range @ docs/templates.md lists what there is",
        "{{ host.labels[\"com.example.team\"] }} @ labels @ has only names that begin with 'x.'",
        "{{ host.labels.team }} @ labels @ has only names that begin with 'x.'"
      })
  void unknownOnesAreErrorsWhereNoHostGets(String text, String name, String near)
      throws IOException {
    write(
        "edge.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        {% block location %}{{ parent() }}
        TEXT{% endblock %}
        """
            .replace("TEXT", NEVER.replace("TEXT", text)));

    assertThatThrownBy(() -> load("edge.conf"))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("template " + folder.resolve("edge.conf") + ":4: ")
        .hasMessageContaining("`" + name + "`")
        .hasMessageContaining(near.replace('\'', '`'));
  }

  @Test
  void unknownOnesOfAnIncludedFileToo() throws IOException {
    write(
        "edge.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        {% block server %}{{ parent() }}{% include "part.conf" %}{% endblock %}
        """);
    write("part.conf", "\n" + NEVER.replace("TEXT", "{{ host.nmae }}"));

    assertThatThrownBy(() -> load("edge.conf"))
        .hasMessage(
            "template "
                + folder.resolve("part.conf")
                + ":3: there is no attribute `nmae`; did you mean `name`?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"include", "import"})
  void aMissingFileIsNamedWithItsPlace(String tag) throws IOException {
    write(
        "edge.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        {% block http %}{{ parent() }}
        {% TAG "part.conf" %}{% endblock %}
        """
            .replace("TAG", tag)
            .replace("import \"part.conf\"", "import \"part.conf\" as part"));

    assertThatThrownBy(() -> load("edge.conf"))
        .hasMessage(
            "template %s:3: there is no file %s that can be read"
                .formatted(folder.resolve("edge.conf"), folder.resolve("part.conf")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ parent() }}", "{{ proxy.port }}", "{% include \"part.conf\" %}"})
  void whatIsPrintedOutsideOfAllBlocksIsAnError(String text) throws IOException {
    write("edge.conf", "{% extends \"sallyport:nginx.conf\" %}\n" + text + "\n");

    write("part.conf", "# part\n");

    assertThatThrownBy(() -> load("edge.conf"))
        .hasMessageStartingWith("template " + folder.resolve("edge.conf") + ":2: ")
        .hasMessageContaining("is outside of all blocks");
  }

  @Test
  void aMacroBesideTheBlocksIsPrintedWhereItIsCalled() throws IOException {
    write(
        "edge.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        {% macro zone(name) %}limit_req zone={{ name }};{% endmacro %}
        {% block server %}{{ parent() }}
        {{ zone(host.name) }}
        {% endblock %}
        """);

    assertThat(load("edge.conf").render(table(""), NginxCapabilities.BASELINE).text())
        .contains("limit_req zone=shop.local;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if host.inventedLater is defined %}a{% endif %}",
        "{% if inventedLater is defined %}a{% endif %}",
        "{% set map = {\"red\": 1} %}{{ map.red }}",
        "{% macro line(text) %}{{ text }}{% endmacro %}{{ line(host.name) }}",
        "{% for server in location.upstream.servers %}{{ loop.index }}{% endfor %}",
        "{{ given | default(\"none\") }}",
        "{{ host.labels[\"x.\" + host.name] }}",
        "{% for each in host.labels %}{{ each.key }}{% endfor %}",
        "{% if host.labels[\"x.auth\"] is not null %}{{ host.labels[\"x.auth\"] | lower }}{% endif %}"
      })
  void thoseThatAreRightAreTaken(String text) throws IOException {
    write(
        "edge.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        {% block location %}{{ parent() }}
        TEXT{% endblock %}
        """
            .replace("TEXT", NEVER.replace("TEXT", text)));

    assertThatCode(() -> load("edge.conf")).doesNotThrowAnyException();
  }

  @Test
  void whatAnIncludeGivesIsTaken() throws IOException {
    write("edge.conf", "events {}\n{% include \"part.conf\" with {\"given\": proxy.port} %}\n");
    write("part.conf", "# {{ given }}\n");

    assertThat(load("edge.conf").render(table(""), NginxCapabilities.BASELINE).text())
        .contains("# 80");
  }

  @Test
  void whatIsNullIsSaid() throws IOException {
    write(
        "edge.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        {% block server %}{{ parent() }}
        # {{ host.tls.certificate }}
        {% endblock %}
        """);

    assertThatThrownBy(() -> load("edge.conf"))
        .hasMessageStartingWith("template " + folder.resolve("edge.conf") + ":3: ")
        .hasMessageEndingWith("is null here; test it with `is not null` before");
  }

  /// As editors write them on Windows.
  @Test
  void aByteOrderMarkAndItsLineEndsAreTaken() throws IOException {
    write(
        "edge.conf",
        "\uFEFF{% extends \"sallyport:nginx.conf\" %}\r\n{% block http %}{{ parent() }}\r\n"
            + "  gzip on;\r\n{% endblock %}\r\n");

    assertThat(load("edge.conf").render(table(""), NginxCapabilities.BASELINE).text())
        .contains("  gzip on;")
        .doesNotContain("\uFEFF");
  }

  // --- Labels for templates ---

  private static final String BY_LABEL =
      """
      {% extends "sallyport:nginx.conf" %}
      {% block server %}{{ parent() }}
      {%- if host.labels["x.auth"] is not null %}
          auth_basic {{ host.labels["x.auth"] }};
      {%- endif %}
      {% endblock %}
      """;

  @Test
  void aLabelIsOneWordAndChangesTheTextOfItsHost() throws IOException {
    write("edge.conf", BY_LABEL);
    NginxRenderer renderer = load("edge.conf");

    assertThat(renderer.render(table("x; deny all"), NginxCapabilities.BASELINE).text())
        .contains("auth_basic \"x; deny all\";");
    assertThat(renderer.render(table("other"), NginxCapabilities.BASELINE).text())
        .contains("auth_basic other;")
        .doesNotContain("deny all");
    assertThat(renderer.render(table(""), NginxCapabilities.BASELINE).text())
        .doesNotContain("auth_basic");
  }

  @Test
  void oneThatCannotBeWrittenFailsWithItsText() throws IOException {
    write("edge.conf", BY_LABEL);
    NginxRenderer renderer = load("edge.conf");

    assertThatThrownBy(() -> renderer.render(table("a$b\u001b"), NginxCapabilities.BASELINE))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("edge.conf: ")
        .hasMessageEndingWith("cannot be written: \"a$b?\"");
  }

  private NginxRenderer load(String template) {
    return NginxRenderer.load(
        ProxySettings.defaults().with(Setting.TEMPLATE_PATH, folder.resolve(template).toString()));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /// One host; with the label unless it is empty.
  private static RoutingTable table(String auth) {
    Upstream upstream = new Upstream("shop", List.of(new Server("192.0.2.1:80", "c1", "shop-1")));
    TreeMap<String, String> labels = new TreeMap<>();
    if (!auth.isEmpty()) {
      labels.put("x.auth", auth);
    }
    return new RoutingTable(
        List.of(
            new VirtualHost(
                "shop.local",
                List.of(),
                Optional.empty(),
                false,
                VirtualHost.Limits.COMMON,
                List.of(new Location("/", upstream, Optional.empty())),
                List.of(),
                labels)));
  }
}
