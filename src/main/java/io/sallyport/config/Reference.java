package io.sallyport.config;

import java.util.stream.Collectors;

/// The reference of all settings, in Markdown.
final class Reference {
  private static final String HEADER =
      """
      <!-- Generated from the table of settings (Setting.java). Do not edit. -->
      # Settings

      The configuration is TOML. Sallyport takes the first of these that there is, and says which:

      1. the file named by `-c`,
      2. the text in the environment variable `INTERLOCK_CONFIG`,
      3. `/etc/sallyport/config.toml`,
      4. `/etc/interlock/config.toml`,
      5. built-in defaults: the engine's local socket and one nginx extension.

      `sallyport spec` prints a complete configuration with all defaults. Everything that is wrong with
      yours is reported at once, with file, line, column and a suggestion, and exit code 2.

      - Keys are matched without regard to case, as in Interlock.
      - A key that is left out has its default, and so has one written as `""` or the number 0.
      - Durations are text in Go's syntax: `"500ms"`, `"3s"`, `"1m30s"`. A bare number is refused.
      - `true` and `false` may stand in quotes.
      - Keys of the top level come before the first `[[Extensions]]`; below it they would belong to it.
      - Each kind of proxy has an `[[Extensions]]` table. Without any there is one for nginx with all
        defaults. Two of the same `Name` need different `ServiceName`s.
      - An extension accepts the keys of the other kinds and ignores them.
      - A path or directory *in the proxy* is absolute and contains none of `" ' ; { } $ \\ #`, backquotes
        and `..`. A *file in the proxy* may also be relative to `SSLCertPath`.
      - Keys of other Interlock versions are accepted and do nothing: `HeartbeatInterval`, `GRPCAddr`,
        `Rules`, `StatInterval`, and all that begin with `Stats` in an extension.

      ## Environment variables

      | Variable | Meaning |
      |---|---|
      | `DOCKER_HOST` | `DockerURL`, where that is left out |
      | `DOCKER_CERT_PATH` | a directory with `ca.pem`, `cert.pem` and `key.pem`: `TLSCACert`, `TLSCert` and `TLSKey`, where those are left out and the engine is not on a socket |
      | `DOCKER_TLS_VERIFY` | when not empty, `DOCKER_HOST` is spoken to by TLS even without `DOCKER_CERT_PATH` |

      An engine at `https://`, or at `tcp://` with any of the TLS keys, is spoken to by TLS only and
      verified unless `AllowInsecure`, whatever `DOCKER_TLS_VERIFY` says.
      """;

  private Reference() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Section section : Section.values()) {
      text.append("\n## %s\n\n".formatted(section.title()));
      text.append(section.scope() == Setting.Scope.TOP ? "Top level.\n\n" : readers(section));
      text.append("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
      section.settings().forEach(setting -> text.append(row(setting)));
    }
    return text.toString();
  }

  private static String readers(Section section) {
    return section.kinds().stream()
        .collect(Collectors.joining(" and ", "In `[[Extensions]]`, for ", ".\n\n"));
  }

  private static String row(Setting<?> setting) {
    boolean hasDefault = setting.defaultValue().isPresent();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            setting.key(),
            setting.type(),
            hasDefault ? "`" + setting.sample() + "`" : "–",
            setting.doc() + (hasDefault ? "" : " Example: `" + setting.sample() + "`"));
  }
}
