package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docs.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/labels.md` is written from the table.
class LabelReferenceTest {
  private static final Path FILE = Path.of("docs", "labels.md");

  /// What somebody wants to do, and the labels for it.
  private record Task(String title, List<Label<?>> labels) {}

  private static final List<Task> TASKS =
      List.of(
          new Task("Serve a host name", List.of(Label.HOSTNAME, Label.DOMAIN, Label.ALIAS_DOMAIN)),
          new Task("Choose port and network", List.of(Label.PORT, Label.NETWORK)),
          new Task(
              "Serve HTTPS",
              List.of(Label.SSL, Label.SSL_ONLY, Label.SSL_CERT, Label.SSL_CERT_KEY)),
          new Task(
              "Ask clients for certificates",
              List.of(Label.SSL_CLIENT_CA, Label.SSL_VERIFY_CLIENT)),
          new Task(
              "Serve paths and WebSockets",
              List.of(Label.CONTEXT_ROOT, Label.CONTEXT_ROOT_REWRITE, Label.WEBSOCKET_ENDPOINT)),
          new Task(
              "Balance requests",
              List.of(
                  Label.BALANCE_ALGORITHM,
                  Label.IP_HASH,
                  Label.WEIGHT,
                  Label.BACKUP,
                  Label.BACKEND_OPTION)),
          new Task(
              "Set limits and timeouts",
              List.of(
                  Label.CLIENT_MAX_BODY_SIZE,
                  Label.PROXY_READ_TIMEOUT,
                  Label.MAX_CONNS,
                  Label.MAX_FAILS,
                  Label.FAIL_TIMEOUT)),
          new Task(
              "Use TLS to the containers",
              List.of(
                  Label.SSL_BACKEND,
                  Label.SSL_BACKEND_TLS_VERIFY,
                  Label.SSL_BACKEND_CA,
                  Label.SSL_BACKEND_NAME,
                  Label.SSL_BACKEND_CERT,
                  Label.SSL_BACKEND_CERT_KEY,
                  Label.SSL_BACKEND_PASSWORD_FILE)));

  private static final String HEADER =
      """
      <!-- Generated from the table of labels (Label.java). Do not edit. -->
      # Labels

      All labels that Sallyport reads, by task. Set them on application containers, as `interlock.NAME=VALUE`. A container needs only `interlock.hostname`; a common set is:

      ```yaml
      labels:
        interlock.hostname: shop
        interlock.domain: example.com
        interlock.port: "8080"
        interlock.ssl_only: "true"
        interlock.ssl_cert: shop.pem
        interlock.ssl_cert_key: shop-key.pem
      ```

      ¹ applies to the whole host, ² to its context root, for all of its containers: see [several containers of one host](#several-containers-of-one-host). All other labels apply to their container.

      """;

  private static final String FOOTER =
      """

      ## Label proxies, and Sallyport's own container

      | Label | Example | Meaning |
      |---|---|---|
      | <a id="extname"></a>`interlock.ext.name` | `interlock.ext.name=nginx` | On a proxy: Sallyport configures it. Several containers may have it, and all are served. |
      | <a id="extservice_name"></a>`interlock.ext.service_name` | `interlock.ext.service_name=public` | On proxies and applications: assigns them to the extension with this `ServiceName`. |
      | <a id="app"></a>`interlock.app` | `interlock.app=interlock` | On Sallyport's own container. Accepted for compatibility with Interlock; it has no effect. |

      ## Rules for names

      - Names are matched exactly. Sallyport reports an unknown label that begins with `interlock.`, and the label that it resembles. It also reports a label with capitals or spaces in its name.
      - A label whose name nearly matches a protective label (one edit, two from eight letters on), with a value that this label accepts, leaves its container out, so that a typing error does not remove the protection. Protective labels are PROTECTIVE.
      - Labels marked *several* accept further values as `alias_domain.1`, `alias_domain.2` and so on.

      ## Rules for values

      - Spaces around a value are ignored.
      - <a id="boolean"></a>A *boolean* is `true` or `false`. `true`, `yes`, `on`, `1` and the empty text are true; `false`, `no`, `off` and `0` are false.
      - <a id="file"></a>A *file* is FILE.
      - <a id="path"></a>A *path* is PATH.
      - A value that the table does not allow is reported. If ignoring it could misroute requests or weaken security, the container is not routed until you fix it; otherwise only that label is ignored.
      - Some values that Interlock accepted are accepted with a warning: `ssl=enabled` (any word that does not mean no turns on `ssl`, `ssl_only` and `ssl_backend`), `ssl_backend_tls_verify=true` (`required` if there is a CA to verify with, otherwise `none`), an empty `hostname` with a `domain`, several names with a dot in one `alias_domain`, and `..` in `ssl_cert` and `ssl_cert_key`.

      ## Several containers of one host

      Labels marked ¹ apply to a whole host, those marked ² to one context root of it. The group that owns the host (a Compose project, stack or service) decides them: the oldest of its containers that sets the label wins, and a finding lists those that disagree. A stricter `ssl_only`, `ssl_verify_client` or `ssl_backend_tls_verify` of any of them applies at once. A container of another group that sets something else is not routed ([decision 0007](decisions/0007-name-ownership.md), `JoinHosts` in [settings.md](settings.md#joinhosts)).
      """;

  @Test
  void isCurrent() throws IOException {
    GeneratedFile.isCurrent(FILE, text(), LabelReferenceTest.class);
  }

  @Test
  void everyLabelHasOneTask() {
    assertThat(TASKS.stream().flatMap(task -> task.labels().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(Label.all());
  }

  @ParameterizedTest
  @MethodSource("io.sallyport.labels.Label#all")
  void hasAnExampleThatIsAccepted(Label<?> label) {
    assertThat(label.doc()).endsWith(".");
    assertThat(label.grammar().parse(label.example())).isPresent();
  }

  private static String text() {
    String protective =
        Label.all().stream()
            .filter(Label::isProtecting)
            .map(label -> "`" + name(label) + "`")
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder(HEADER);
    for (Task task : TASKS) {
      text.append("- [%s](#%s)\n".formatted(task.title(), anchor(task.title())));
    }
    for (Task task : TASKS) {
      text.append("\n## %s\n\n".formatted(task.title()));
      text.append("| Label | Value | Default | Example | Meaning |\n|---|---|---|---|---|\n");
      task.labels().forEach(label -> text.append(row(label)));
    }
    return text.append(
            FOOTER
                .replace("PROTECTIVE", protective)
                .replace("FILE", Label.SSL_CERT.grammar().name())
                .replace("PATH", Label.CONTEXT_ROOT.grammar().name()))
        .toString();
  }

  private static String row(Label<?> label) {
    return "| <a id=\"%s\"></a>`%s`%s | %s%s | %s | `%s=%s` | %s |\n"
        .formatted(
            name(label),
            label.key(),
            footnote(label),
            value(label),
            label.isNumbered() ? ", several" : "",
            label.defaultText(),
            label.key(),
            label.example(),
            label.doc());
  }

  private static String footnote(Label<?> label) {
    return switch (label.appliesTo()) {
      case CONTAINER -> "";
      case WHOLE_ROOT -> " ²";
      case WHOLE_HOST -> " ¹";
    };
  }

  /// Long grammars that many labels have are explained once.
  private static String value(Label<?> label) {
    String grammar = label.grammar().name();
    if (grammar.equals(Label.SSL_CERT.grammar().name())) {
      return "a [file](#file)";
    }
    if (grammar.equals(Label.CONTEXT_ROOT.grammar().name())) {
      return "a [path](#path)";
    }
    return grammar.equals(Label.SSL.grammar().name()) ? "a [boolean](#boolean)" : grammar;
  }

  private static String name(Label<?> label) {
    return label.key().substring(Label.PREFIX.length());
  }

  private static String anchor(String title) {
    return title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
  }
}
