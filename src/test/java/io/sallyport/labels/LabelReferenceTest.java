package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/labels.md` is written from the table.
class LabelReferenceTest {
  private static final Path FILE = Path.of("docs", "labels.md");
  private static final String HEADER =
      """
      <!-- Generated from the table of labels (Label.java). Do not edit. -->
      # Labels

      On application containers, as `interlock.NAME=VALUE`. Those with `.N` may be written several times: `alias_domain`, `alias_domain.1`,
      `alias_domain.2` …

      - Names are matched exactly. An unknown label that begins with `interlock.` is reported, with the one that it resembles. So is a label with capitals
        or spaces in its name.
      - A label whose name is close to that of a protective label (one edit, two from eight letters on), with a value that this label takes, leaves its
        container out, so that a typing error does not remove the protection: PROTECTIVE.
      - Spaces around a value are ignored.
      - A value that is none of those in the table is reported. If ignoring the value could misroute requests or weaken security, the container
        is not routed until you fix it; otherwise only that label is ignored.
      - `true`, `yes`, `on`, `1` and the empty text are true; `false`, `no`, `off` and `0` are not.
      - Some values that Interlock took are taken with a warning: `ssl=enabled` (any word that does not say no turns on `ssl`, `ssl_only` and
        `ssl_backend`), `ssl_backend_tls_verify=true` (`required` where there is a CA to verify with, else `none`), an empty `hostname` beside a
        `domain`, several names with a dot in one `alias_domain`, and `..` in `ssl_cert` and `ssl_cert_key`.
      - Some labels apply to a whole host, or to one context root of it. The group that owns the host (a Compose project, stack or service) decides
        about them: its oldest container that sets the label wins, a finding lists the others, and a stricter protection applies at once. A
        container of another group that sets something else is not routed (`JoinHosts`).
      - *A file* is a file of the proxy: under `SSLCertPath`, or with an absolute path.

      """;
  private static final String OTHERS =
      """

      ## On proxies, and on Sallyport's own container

      | Label | Meaning |
      |---|---|
      | `interlock.ext.name` | On a proxy: `nginx` has Sallyport configure it. Several may have it, and all are served. |
      | `interlock.ext.service_name` | On proxies and applications: ties them to the extension with this `ServiceName`. |
      | `interlock.app` | On Sallyport's own container. Accepted for Interlock's sake; nothing depends on it. |
      """;

  @Test
  void isCurrent() throws IOException {
    String text = text();
    if (Boolean.getBoolean("sallyport.regenerate")) {
      Files.writeString(FILE, text);
    }
    assertThat(Files.readString(FILE))
        .withFailMessage(
            FILE + " is stale: mvn test -Dtest=LabelReferenceTest -Dsallyport.regenerate=true")
        .isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("io.sallyport.labels.Label#all")
  void hasAnExampleThatIsAccepted(Label<?> label) {
    assertThat(label.doc()).endsWith(".");
    assertThat(label.grammar().parse(label.example())).isPresent();
  }

  private static String text() {
    String protecting =
        Label.all().stream()
            .filter(Label::isProtecting)
            .map(label -> "`" + label.key().substring(Label.PREFIX.length()) + "`")
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder(HEADER.replace("PROTECTIVE", protecting));
    text.append("| Label | Value | Example | Default | Meaning |\n|---|---|---|---|---|\n");
    Label.all().forEach(label -> text.append(row(label)));
    return text.append(OTHERS).toString();
  }

  private static String row(Label<?> label) {
    return "| `%s`%s | %s | `%s` | %s | %s |\n"
        .formatted(
            label.key(),
            label.isNumbered() ? ", `.N`" : "",
            label.grammar().name(),
            label.example(),
            label.defaultText(),
            label.doc());
  }
}
