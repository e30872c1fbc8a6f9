package io.sallyport.config;

import java.util.stream.Collectors;

/// The reference of all settings, in Markdown.
final class Reference {
  private static final String HEADER =
      """
      <!-- Generated from the table of settings (Setting.java). Do not edit. -->
      # Settings

      The configuration is TOML. Sallyport takes the first of these that there is, and says which:

      1. the key `interlock/v1/config` of the store that `--discovery` (or `-k`) names,
      2. the text in the environment variable `INTERLOCK_CONFIG`,
      3. the file named by `-c`; a relative one is also looked for in `/bin`, where Interlock 1.0 ran,
      4. `/etc/sallyport/config.toml`,
      5. `/etc/interlock/config.toml`,
      6. `/bin/config.toml`, Interlock 1.0's,
      7. built-in defaults: the engine's local socket and one nginx extension.

      Where a store or the variable is used, the file of `-c` need not exist. A file that exists and is
      not read gives a warning.

      `sallyport spec` prints a complete configuration with all defaults.

      **Errors** keep Sallyport from starting, with exit code 2. All errors of a text are reported at once,
      with file, line, column and a suggestion: a value that is not valid, and a key that is nearly one of
      ours, such as `Prot`. **Warnings** do not: the log shows them at the start, `sallyport check` lists
      them, `render` and `explain` print them on standard error. A warning is given for what Interlock took:

      | Written | What counts |
      |---|---|
      | an unknown key or table, such as `Foo = 1` or `[PluginConfig]` | nothing: it is ignored |
      | a key of other Interlock versions: `HeartbeatInterval`, `GRPCAddr`, `Rules`, `StatInterval`, and all that begin with `Stats` in an extension | nothing: it is ignored |
      | `DockerURL = "10.0.0.4:2376"`, without a scheme | `tcp://10.0.0.4:2376` |
      | `PollInterval` below `2s` or above `1h` | the nearest of the two |
      | a relative `SSLCertPath` or `DHParamPath` | the path beside `ConfigPath`, as for Nginx |
      | a space at either end of a text | the text without it (in a password: an error) |
      | anything wrong in an extension `haproxy` or `beacon` | its default: these are not run yet, and never stop a proxy |

      - Keys are matched without regard to case, as in Interlock.
      - A key that is left out has its default, and so has one written as `""`, or, where a number is to be written, as 0.
      - Durations are text in Go's syntax: `"500ms"`, `"3s"`, `"1m30s"`. A bare number is refused.
      - `true` and `false` may stand in quotes.
      - A *list of containers* is like `["edge", "edge-*", "image:nginx:1.28", "project:site"]`: names, images (also bare, with
        `/` or `:`) and Compose projects; a *list of networks* like `["front", "apps-*"]`. An entry may end with `*`. What
        each gives whom: [security.md](security.md#what-containers-may-become-and-join).
      - Keys of the top level come before the first `[[Extensions]]`; below it they would belong to it.
      - Each kind of proxy has an `[[Extensions]]` table. Without any there is one for nginx with all
        defaults. Two of the same `Name` need different `ServiceName`s.
      - An extension accepts the keys of the other kinds and ignores them.
      - A path or directory *in the proxy* is absolute and contains none of `" ' ; { } $ \\ #`, backquotes
        and `..`. A *file in the proxy* may also be relative to `SSLCertPath`.

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
      | `--discovery etcd://HOST:PORT[,HOST:PORT]`, or `-k` | etcd: the key in its v3 key space (etcd from 3.4 on), else in its v2 one, over HTTP; port 2379 where none is named |
      | `--discovery consul://HOST:PORT[,HOST:PORT]` | Consul: the key in its key-value store; port 8500 where none is named |
      | `--discovery-tls-ca-cert FILE` | the CA that signed the store's certificate; without it, the system's |
      | `--discovery-tls-cert FILE`, `--discovery-tls-key FILE` | our certificate and its key, not encrypted |

      All commands that read settings take these. As soon as a TLS file is named, TLS is spoken and the
      store verified; otherwise it is plain HTTP. With `etcdctl`: `etcdctl put interlock/v1/config < FILE`
      (`ETCDCTL_API=3` for an old one). Interlock's key, written through the v2 API, is read where the v3
      key space has none; etcd 3.4 and 3.5 serve it with `--enable-v2`, etcd 3.6 no more: copy it first.

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
    String kinds =
        section.kinds().stream()
            .collect(Collectors.joining(" and ", "In `[[Extensions]]`, for ", ".\n\n"));
    return section.kinds().contains("nginx")
        ? kinds
        : kinds
            + "**Nothing is done with these yet.** Sallyport checks them, logs that it does not run an"
            + " extension of this kind, and leaves it out.\n\n";
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
