package io.sallyport.config;

import java.util.stream.Collectors;

/// The reference of all settings, in Markdown.
final class Reference {
  private static final String HEADER =
      """
      <!-- Generated from the table of settings (Setting.java). Do not edit. -->
      # Settings

      The configuration is TOML. Sallyport takes the first of these that there is, and says which:

      1. the file named by `-c`, unless there is `--discovery`,
      2. the text in the environment variable `INTERLOCK_CONFIG`,
      3. the key `interlock/v1/config` of the store that `--discovery` names,
      4. `/etc/sallyport/config.toml`,
      5. `/etc/interlock/config.toml`,
      6. built-in defaults: the engine's local socket and one nginx extension.

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

      ## Settings in a key-value store

      | Option | Meaning |
      |---|---|
      | `--discovery etcd://HOST:PORT[,HOST:PORT]` | etcd, from 3.4 on: the key in its v3 key space, over HTTP; port 2379 where none is named |
      | `--discovery consul://HOST:PORT[,HOST:PORT]` | Consul: the key in its key-value store; port 8500 where none is named |
      | `--discovery-tls-ca-cert FILE` | the CA that signed the store's certificate; without it, the system's |
      | `--discovery-tls-cert FILE`, `--discovery-tls-key FILE` | our certificate and its key, not encrypted |

      All commands that read settings take these. As soon as a TLS file is named, TLS is spoken and the
      store verified; otherwise it is plain HTTP. With `etcdctl`: `etcdctl put interlock/v1/config < FILE`
      (`ETCDCTL_API=3` for an old one; what it writes through the v2 API is not seen).

      `run` waits for a store that does not answer and for a key that is not there, and says so; other
      commands give up, with exit code 1 and 2. It follows the key without a restart: new settings are
      taken whole (engine, intervals, extensions, `ListenAddr`), and the proxies stay as they are until
      the first pass under them. Of settings that are wrong, everything is logged with line and column,
      and those that run stay; so they do when the key is deleted or the store goes away. Settings that
      are wrong at start end it with exit code 2. Changed files and variables count from the next start.

      The image's health check asks `ListenAddr` of the settings that it finds without options: with
      `--discovery`, keep the default, or give your health check the same options.
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
