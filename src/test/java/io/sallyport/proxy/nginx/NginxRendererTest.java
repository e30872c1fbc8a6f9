package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NginxRendererTest {
  @TempDir private Path folder;

  // --- What is wrong with a template is said when it is read, with file and line ---

  @Test
  void saysThatItIsMissing() {
    assertThatThrownBy(() -> NginxRenderer.load(settings("none.conf")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("none.conf")
        .hasMessageContaining("there is no such file");
  }

  @Test
  void saysThatItIsNotText() throws IOException {
    Files.write(folder.resolve("edge.conf"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessageContaining("edge.conf")
        .hasMessageContaining("it is not UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "parse error @ {% if %}",
        "open block @ {% block http %}",
        "unknown tag @ {% frobnicate %}",
        "unknown filter @ {{ template | frobnicate }}",
        "unknown function @ {{ frobnicate() }}",
        "unknown variable @ {{ frobnicate }}",
        "unknown setting @ {{ proxy.frobnicate }}",
        "secret setting @ {{ proxy.adminPass }}",
        "method @ {{ template.length() }}",
        "class @ {{ template.class }}",
        "list of none @ {% for host in proxy.port %}{% endfor %}",
        "raw @ {{ template | raw }}",
        "autoescape @ {% autoescape false %}{{ template }}{% endautoescape %}"
      })
  void saysWhereItIsWrong(String what, String wrong) throws IOException {
    write("edge.conf", "events {}\n# second line\n" + wrong + "\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .describedAs(what)
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(at("edge.conf:3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "4 @ {% block locatoin %} deny all; {% endblock %} @ there is no block `locatoin` in"
            + " sallyport:nginx.conf to override; did you mean `location`?",
        "4 @ {% block frobnicate %} deny all; {% endblock %} @ there are events, http, location",
        "5 @ {% block server %}a;{% endblock %}~{% block server %}b;{% endblock %} @ block `server`"
            + " is there twice, first in line 4",
        "5 @ {% block server %}~{% block own %}a;{% endblock %}{% block own %}b;{% endblock %}{%"
            + " endblock %} @ block `own` is there twice",
        "5 @ ~  deny all;~ @ `deny all;` is outside of all blocks",
        "4 @ {% if proxy.port == 80 %}{% block loc %}a;{% endblock %}{% endif %} @ there is no"
            + " block `loc`"
      })
  void saysWhatWouldBeLost(int line, String text, String message) throws IOException {
    write(
        "edge.conf",
        "# ours\n{# more #}\n{% extends \"sallyport:nginx.conf\" %}\n"
            + text.replace("~", "\n")
            + "\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(at("edge.conf:" + line))
        .hasMessageContaining(message);
  }

  /// In the files that it extends or includes too.
  @Test
  void saysWhatWouldBeLostOfOtherFiles() throws IOException {
    write(
        "base.conf",
        "{% extends \"sallyport:nginx.conf\" %}\n{% block htpp %}gzip on;{% endblock %}\n");
    write("edge.conf", "{% extends \"base.conf\" %}\n");
    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessageStartingWith(at("base.conf:2") + "there is no block `htpp`")
        .hasMessageEndingWith("did you mean `http`?");

    write("alone.conf", "events {}\n{% include \"base.conf\" %}\n");
    assertThatThrownBy(() -> NginxRenderer.load(settings("alone.conf")))
        .hasMessageStartingWith(at("base.conf:2") + "there is no block `htpp`");
  }

  @Test
  void takesBlocksOfOnesOwn() throws IOException {
    write(
        "base.conf",
        """
        {% extends "sallyport:nginx.conf" %}
        # A comment.
        {% block http %}{{ parent() }}
          {% block mine %}gzip off;{% endblock %}
        {% endblock %}
        """);
    write("edge.conf", "{% extends \"base.conf\" %}{% block mine %}gzip on;{% endblock %}\n");
    assertThat(
            NginxRenderer.load(settings("edge.conf"))
                .render(new RoutingTable(List.of()), NginxCapabilities.BASELINE)
                .text())
        .contains("gzip on;")
        .doesNotContain("gzip off;");

    write("alone.conf", "events {}\n{% block anything %}http {}{% endblock %}\n");
    assertThat(
            NginxRenderer.load(settings("alone.conf"))
                .render(new RoutingTable(List.of()), NginxCapabilities.BASELINE)
                .text())
        .contains("http {}");
  }

  @Test
  void namesAnAttributeThatIsNotThere() throws IOException {
    write(
        "edge.conf",
        "{% extends \"sallyport:nginx.conf\" %}\n"
            + "{% block server %}{{ parent() }} # {{ host.nmae }}{% endblock %}\n");
    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessageStartingWith(at("edge.conf:2"))
        .hasMessageContaining("there is no attribute `nmae`; did you mean `name`?");
  }

  /// Interlock's are Go templates.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user {{ .Config.User }};",
        "{{ range $host := .Hosts }}",
        "{{- range .Hosts }}",
        "{{ if .SSL }}",
        "{{ $name := \"edge\" }}",
        "{{/* a comment */}}",
        "{{ template \"server\" . }}",
        "{{ end }}"
      })
  void saysThatItIsAGoTemplate(String go) throws IOException {
    write("edge.conf", "events {}\n# {{ template }}\n" + go + "\n{{ end }}\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(at("edge.conf:3"))
        .hasMessageContaining("this is a Go template")
        .hasMessageContaining("docs/migrating-from-interlock.md");
  }

  @Test
  void doesNotTakeAnotherMistakeForGo() throws IOException {
    write(
        "edge.conf",
        "{% block main %}{{ template }}{% endblock %}{{ block(\"main\") }}{{ ended }}\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessageStartingWith(at("edge.conf:1"))
        .hasMessageNotContaining("Go template");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ template | abs }}", "{{ hosts | join(1, 2, 3) }}", "{{ 1 / 0 }}"})
  void survivesWhatStumbles(String wrong) throws IOException {
    write("edge.conf", wrong);

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("edge.conf");
  }

  @Test
  void findsWhatOnlyATlsHostReaches() throws IOException {
    write(
        "edge.conf",
        """
        {% for host in hosts %}{% for location in host.locations %}
        {% if location.tls is not null %}{{ location.tls.frobnicate }}{% endif %}
        {% endfor %}{% endfor %}
        """);

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessageStartingWith(at("edge.conf:2"));
  }

  @Test
  void saysWhichPartIsWrong() throws IOException {
    write("edge.conf", "events {}\n{% include \"part.conf\" %}\n");
    write("part.conf", "\n\n\n{{ frobnicate }}\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessageStartingWith(at("part.conf:4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"part.conf", "sallyport:part.conf"})
  void saysWhichPartIsMissing(String part) throws IOException {
    write("edge.conf", "events {}\n{% include \"" + part + "\" %}\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(part);
  }

  @Test
  void saysThatItIncludesItself() throws IOException {
    write("edge.conf", "{% include \"edge.conf\" %}\n");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("edge.conf");
  }

  @Test
  void saysWhichValueCannotBeWritten() throws IOException {
    write("edge.conf", "\n{% for host in hosts %}{{ host.name }}{% endfor %}");
    NginxRenderer renderer = NginxRenderer.load(settings("edge.conf"));

    assertThatThrownBy(() -> renderer.render(table("a$b"), NginxCapabilities.BASELINE))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(at("edge.conf"))
        .hasMessageContaining("a$b");
  }

  // --- Values are words wherever they stand ---

  private static final String HOSTILE = "x; return 200 \"pwned\"; #\n}";
  private static final String WORD = "\"x; return 200 \\\"pwned\\\"; #\\n}\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ host.name }}",
        "{{ host.name | escape }}",
        "{{ host.name | escape('html') }}",
        "{{ host.name | escape(strategy='js') }}",
        "{{ host.names | first }}",
        "{{ host['name'] }}",
        "{{ true ? host.name : host.name }}",
        "{{ host.name | default('none') }}",
        "{% set name = host.name %}{{ name }}",
        "{% for name in host.names %}{{ name }}{% endfor %}",
        "{% macro m(name) %}{{ name }}{% endmacro %}{{ m(host.name) }}",
        "{% block b %}{{ host.name }}{% endblock %}",
        "{{ '' ~ host.name }}",
        "{{ host.name | trim }}",
        "{{ host.names | join(' ') }}"
      })
  void writesAValueAsOneWord(String place) throws IOException {
    write("edge.conf", "{% for host in hosts %}" + place + "{% endfor %}");

    assertThat(
            NginxRenderer.load(settings("edge.conf"))
                .render(table(HOSTILE), NginxCapabilities.BASELINE)
                .text())
        .isEqualTo(WORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ host.name | upper }}",
        "{{ host.name | lower }}",
        "{{ host.name | title }}",
        "{{ host.name | replace({'x': ';'}) }}",
        "{{ host.name | nl2br }}",
        "{{ host.name | slice(0, 3) }}",
        "{{ host.name | abbreviate(30) }}",
        "{{ host.names }}",
        "{{ host }}",
        "{{ host.name ~ '; return 200 ok' }}",
        "{{ (host.name | escape) ~ host.name }}",
        "{{ host.name | escape | upper }}",
        "{{ host.name | words | upper }}"
      })
  void writesWhatAFilterMakesAsOneWord(String place) throws IOException {
    write("edge.conf", "{% for host in hosts %}" + place + "{% endfor %}");
    String text =
        NginxRenderer.load(settings("edge.conf"))
            .render(table(HOSTILE), NginxCapabilities.BASELINE)
            .text();

    assertThat(text).startsWith("\"").endsWith("\"").doesNotContain("\n");
    assertThat(text.substring(1, text.length() - 1).replaceAll("\\\\.", "")).doesNotContain("\"");
  }

  @Test
  void writesWordsOfAListOrAText() throws IOException {
    write(
        "edge.conf",
        "{% for host in hosts %}{{ host.names | words }}{% endfor %};{{ proxy.user | words }};");
    ProxySettings settings = settings("edge.conf").with(Setting.USER, "nginx  www-data");

    assertThat(NginxRenderer.load(settings).render(table("a b"), NginxCapabilities.BASELINE).text())
        .isEqualTo("\"a b\";nginx www-data;");
  }

  // --- Ours and the operator's ---

  @ParameterizedTest
  @CsvSource({
    "main, worker_processes",
    "events, worker_connections",
    "http, log_format",
    "upstream, '    server 192.0.2.1:80;'",
    "location, proxy_pass"
  })
  void replacesABlock(String block, String ours) throws IOException {
    String plain =
        NginxRenderer.load(ProxySettings.defaults())
            .render(table("a.example"), NginxCapabilities.BASELINE)
            .text();
    write(
        "edge.conf",
        "{% extends \"sallyport:nginx.conf\" %}{% block " + block + " %}# mine{% endblock %}");

    String text =
        NginxRenderer.load(settings("edge.conf"))
            .render(table("a.example"), NginxCapabilities.BASELINE)
            .text();

    assertThat(plain).contains(ours);
    assertThat(text).contains("# mine").doesNotContain(ours).contains("server_name a.example;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "events", "http", "upstream", "server", "location", "stream"})
  void addsToABlock(String block) throws IOException {
    String plain =
        NginxRenderer.load(ProxySettings.defaults())
            .render(table("a.example"), NginxCapabilities.BASELINE)
            .text();
    write(
        "edge.conf",
        "{% extends \"sallyport:nginx.conf\" %}{% block "
            + block
            + " %}{{ parent() }}# mine{% endblock %}");

    String text =
        NginxRenderer.load(settings("edge.conf"))
            .render(table("a.example"), NginxCapabilities.BASELINE)
            .text();

    assertThat(text).contains("# mine");
    assertThat(text.replace("# mine", "").replace("Template: edge.conf.", ""))
        .isEqualTo(plain.replace("Template: sallyport:nginx.conf.", ""));
  }

  @Test
  void showsItsModelToATemplate() throws IOException {
    write(
        "edge.conf",
        """
        {{ model }} {{ template }} {{ proxy.port }} {{ proxy.reloadInterval }} {{ proxy.dhParam }}
        {%- for host in hosts %}{% for location in host.locations %}
        {%- for server in location.upstream.servers %}
        {{ host.name }} {{ location.path }} {{ server.address }} {{ server.container }} {{ server.id }}
        {%- endfor %}{% endfor %}{% endfor %}
        """);

    assertThat(
            NginxRenderer.load(settings("edge.conf"))
                .render(table("a.example"), NginxCapabilities.BASELINE)
                .text())
        .isEqualTo("1 edge.conf 80 500ms false\na.example / 192.0.2.1:80 shop-1 c1\n");
  }

  @Test
  void givesEqualTextsEqualVersions() {
    NginxRenderer one = NginxRenderer.load(ProxySettings.defaults());
    NginxRenderer other = NginxRenderer.load(ProxySettings.defaults());

    assertThat(one.render(table("a.example"), NginxCapabilities.BASELINE))
        .isEqualTo(other.render(table("a.example"), NginxCapabilities.BASELINE));
    assertThat(one.render(table("a.example"), NginxCapabilities.BASELINE).version())
        .matches("[0-9a-f]{12}")
        .isNotEqualTo(one.render(table("b.example"), NginxCapabilities.BASELINE).version());
  }

  // --- Hosts are written once ---

  @Test
  void keepsTheTextOfEachHost() throws IOException {
    write(
        "edge.conf",
        "{% extends \"sallyport:nginx.conf\" %}{% block location %}{{ parent() }}"
            + " # {{ host.name }} {{ location.path }} {{ proxy.port }} {{ model }}{% endblock %}");
    for (NginxRenderer renderer :
        List.of(
            NginxRenderer.load(ProxySettings.defaults()),
            NginxRenderer.load(settings("edge.conf")))) {
      RoutingTable table = table("a.example");
      String text = renderer.render(table, NginxCapabilities.BASELINE).text();

      assertThat(renderer.texts(NginxCapabilities.BASELINE).texts())
          .anySatisfy(kept -> assertThat(text).contains(kept).doesNotContain(kept.repeat(2)));
      assertThat(renderer.render(table, NginxCapabilities.BASELINE).text()).isEqualTo(text);
    }
  }

  /// An overridden block may look beyond its host.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "# {{ hosts | length }}",
        "{% if true %}# {% for each in hosts %}{{ each.name }} {% endfor %}{% endif %}",
        "{% include \"part.conf\" %}",
        "{% set namesHashSize = namesHashSize + 1 %}# {{ namesHashSize }}",
      })
  void writesAnewWhatLooksBeyondTheHost(String beyond) throws IOException {
    write("part.conf", "# {{ hosts | length }}");
    write(
        "edge.conf",
        "{% extends \"sallyport:nginx.conf\" %}{% block server %}" + beyond + "{% endblock %}");
    NginxRenderer renderer = NginxRenderer.load(settings("edge.conf"));
    VirtualHost shop = table("shop.example").hosts().getFirst();
    VirtualHost blog = table("blog.example").hosts().getFirst();
    RoutingTable both = new RoutingTable(List.of(blog, shop));

    String alone =
        renderer.render(new RoutingTable(List.of(shop)), NginxCapabilities.BASELINE).text();

    assertThat(alone).contains("# ");
    assertThat(renderer.render(both, NginxCapabilities.BASELINE))
        .isEqualTo(
            NginxRenderer.load(settings("edge.conf")).render(both, NginxCapabilities.BASELINE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "hosts", "frobnicate"})
  void saysWhatIsWrittenOnce(String what) throws IOException {
    write("edge.conf", "events {}\n\n{% once " + what + " %}{% endonce %}");

    assertThatThrownBy(() -> NginxRenderer.load(settings("edge.conf")))
        .hasMessage(at("edge.conf:3") + "`once` takes a host of `hosts`");
  }

  @Test
  void forgetsHostsThatAreGone() {
    NginxRenderer renderer = NginxRenderer.load(ProxySettings.defaults());
    for (int i = 0; i < 100; i++) {
      renderer.render(table("host" + i + ".example"), NginxCapabilities.BASELINE);
    }

    assertThat(renderer.texts(NginxCapabilities.BASELINE).texts()).hasSizeLessThan(20);
  }

  // --- Changes on disk ---

  @Test
  void isStaleOnceAFileOfItHasChanged() throws IOException {
    write("edge.conf", "{% include \"part.conf\" %}");
    write("part.conf", "one");
    write("other.conf", "one");
    NginxRenderer renderer = NginxRenderer.load(settings("edge.conf"));
    assertThat(renderer.stale()).isFalse();

    write("other.conf", "two");
    assertThat(renderer.stale()).isFalse();
    write("part.conf", "two");
    assertThat(renderer.stale()).isTrue();
    assertThat(renderer.render(table("a"), NginxCapabilities.BASELINE).text()).isEqualTo("one");
    assertThat(
            NginxRenderer.load(settings("edge.conf"))
                .render(table("a"), NginxCapabilities.BASELINE)
                .text())
        .isEqualTo("two");

    write("part.conf", "one");
    assertThat(renderer.stale()).isFalse();
    Files.delete(folder.resolve("edge.conf"));
    assertThat(renderer.stale()).isTrue();
  }

  @Test
  void isNeverStaleWhenItIsOurs() {
    assertThat(NginxRenderer.load(ProxySettings.defaults()).stale()).isFalse();
  }

  private String at(String place) {
    return "template " + folder.resolve(place) + ": ";
  }

  private ProxySettings settings(String template) {
    return ProxySettings.defaults()
        .with(Setting.TEMPLATE_PATH, folder.resolve(template).toString());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static RoutingTable table(String name) {
    Upstream upstream = new Upstream(name, List.of(new Server("192.0.2.1:80", "c1", "shop-1")));
    return new RoutingTable(
        List.of(
            new VirtualHost(
                name,
                List.of(),
                Optional.empty(),
                false,
                VirtualHost.Limits.COMMON,
                List.of(new Location("/", upstream, Optional.empty())),
                List.of())));
  }
}
