package io.sallyport.config;

import io.sallyport.config.Setting.Scope;
import java.util.List;
import java.util.Locale;

/// The reference of all settings, in Markdown, grouped by what somebody wants to do.
final class Reference {
  /// What somebody wants to do, and the settings for it.
  record Task(String title, List<Setting<?>> settings) {
    static Task of(String title, Setting<?>... settings) {
      return new Task(title, List.of(settings));
    }
  }

  static final List<Task> TASKS =
      List.of(
          Task.of(
              "Connect to the engine",
              Setting.DOCKER_URL,
              Setting.TLS_CA_CERT,
              Setting.TLS_CERT,
              Setting.TLS_KEY,
              Setting.ALLOW_INSECURE),
          Task.of("Serve status and metrics", Setting.LISTEN_ADDR, Setting.ENABLE_METRICS),
          Task.of(
              "Set how often Sallyport looks and reloads",
              Setting.POLL_INTERVAL,
              Setting.RESYNC_INTERVAL,
              Setting.RELOAD_INTERVAL,
              Setting.WORKER_SHUTDOWN_TIMEOUT),
          Task.of(
              "Follow a Swarm",
              Setting.SWARM_MODE,
              Setting.TASK_POLL_INTERVAL,
              Setting.SWARM_CERTIFICATES,
              Setting.AGENT_LISTEN),
          Task.of(
              "Choose proxies and what they may join",
              Setting.NAME,
              Setting.SERVICE_NAME,
              Setting.PROXIES,
              Setting.JOIN_NETWORKS,
              Setting.JOIN_HOSTS,
              Setting.BACKEND_OVERRIDE_ADDRESS),
          Task.of(
              "Set files of the proxy, and your own template",
              Setting.CONFIG_PATH,
              Setting.PID_PATH,
              Setting.INCLUDE_CONF,
              Setting.TEMPLATE_PATH),
          Task.of(
              "Listen for clients",
              Setting.PORT,
              Setting.SSL_PORT,
              Setting.HTTP2,
              Setting.IPV6,
              Setting.TRUSTED_PROXIES,
              Setting.REAL_IP_HEADER,
              Setting.PROXY_PROTOCOL),
          Task.of(
              "Serve HTTPS",
              Setting.SSL_CERT_PATH,
              Setting.CERT_SOURCE,
              Setting.SSL_POLICY,
              Setting.SSL_PROTOCOLS,
              Setting.SSL_CIPHERS,
              Setting.DH_PARAM,
              Setting.DH_PARAM_PATH),
          Task.of(
              "Use TLS to the containers",
              Setting.PROXY_SSL_CERTIFICATE,
              Setting.PROXY_SSL_CERTIFICATE_KEY,
              Setting.PROXY_SSL_PASSWORD_FILE,
              Setting.PROXY_SSL_TRUSTED_CERTIFICATE,
              Setting.PROXY_SSL_VERIFY),
          Task.of(
              "Set timeouts and buffers",
              Setting.PROXY_CONNECT_TIMEOUT,
              Setting.PROXY_SEND_TIMEOUT,
              Setting.PROXY_READ_TIMEOUT,
              Setting.SEND_TIMEOUT,
              Setting.PROXY_MAX_TEMP_FILE_SIZE),
          Task.of(
              "Size the proxy",
              Setting.USER,
              Setting.WORKER_PROCESSES,
              Setting.MAX_CONN,
              Setting.RLIMIT_NO_FILE,
              Setting.NGINX_PLUS_ENABLED),
          Task.of(
              "Set up HAProxy",
              Setting.CONNECT_TIMEOUT,
              Setting.SERVER_TIMEOUT,
              Setting.CLIENT_TIMEOUT,
              Setting.SSL_CERT,
              Setting.SSL_OPTS,
              Setting.SSL_DEFAULT_DH_PARAM,
              Setting.SSL_SERVER_VERIFY,
              Setting.SYSLOG_ADDR,
              Setting.ADMIN_USER,
              Setting.ADMIN_PASS),
          new Task("Keys of beacon", notRun()));

  private static final String HEADER =
      """
      <!-- Generated from the table of settings (Setting.java). Do not edit. -->
      # Settings

      All keys of Sallyport's configuration file, by task. It is TOML. Every key is optional, except `Name` in an extension. `sallyport spec` prints a complete configuration with all defaults ([config.toml.example](../config.toml.example)). `sallyport check -c FILE` says what is wrong with yours.

      ```toml
      ListenAddr = "127.0.0.1:8080"

      [[Extensions]]
      Name = "nginx"
      Proxies = ["edge"]
      SSLCertPath = "/etc/nginx/certs"
      ```

      CONTENTS- [Where the configuration comes from](#where-the-configuration-comes-from)
      - [How it is written](#how-it-is-written)
      - [Errors and warnings](#errors-and-warnings)
      - [Environment variables](#environment-variables)
      - [Settings in a key-value store](#settings-in-a-key-value-store)

      In the tables, *In* says where a key belongs: at the top level, in the table `[Swarm]`, or in an `[[Extensions]]` table of that kind.
      """;

  private static final String FOOTER =
      """

      ## Where the configuration comes from

      Sallyport takes the first of these that exists, and says which:

      1. the key `interlock/v1/config` of the store that `--discovery` (or `-k`) names,
      2. the text in the environment variable `INTERLOCK_CONFIG`,
      3. the file named by `-c`; a relative one is also looked for in `/bin`, where Interlock 1.0 ran,
      4. `/etc/sallyport/config.toml`,
      5. `/etc/interlock/config.toml`,
      6. `/bin/config.toml`, Interlock 1.0's,
      7. built-in defaults: the engine's local socket and one nginx extension.

      If a store or the variable is used, the file of `-c` need not exist. A file that exists and is not read gives a warning.

      ## How it is written

      - Keys are matched without regard to case, as in Interlock.
      - A key that is left out has its default. So has one written as `""`, or as 0 if it is a number.
      - Durations are text in Go's syntax: `"500ms"`, `"3s"`, `"1m30s"`. A bare number is refused.
      - `true` and `false` may be quoted.
      - A *list of containers* is like `["edge", "edge-*", "image:nginx:1.28", "project:site"]`: names, images (also bare, with `/` or `:`) and Compose projects. A *list of networks* is like `["front", "apps-*"]`. An entry may end with `*`. [security.md](security.md#what-containers-may-become-and-join) says what each entry permits.
      - Keys of the top level come before `[Swarm]` and the first `[[Extensions]]`; below one of them they would belong to it.
      - Each kind of proxy has an `[[Extensions]]` table. Without any, there is one for nginx with all defaults. Two of the same `Name` need different `ServiceName`s.
      - An extension accepts the keys of the other kinds and ignores them.
      - A path or directory *in the proxy* is absolute and contains none of `" ' ; { } $ \\ #`, backquotes and `..`. A *file in the proxy* may also be relative to `SSLCertPath`.

      ## Errors and warnings

      **Errors** prevent Sallyport from starting, with exit code 2. All errors are reported at once, with file, line, column and a suggestion: an invalid value, and a key that nearly matches one of Sallyport's, such as `Prot`.

      **Warnings** do not. The log shows them at the start, `sallyport check` lists them, and `render` and `explain` print them on standard error. There is a warning for what Interlock accepted:

      | Written | Effect |
      |---|---|
      | an unknown key or table, such as `Foo = 1` or `[PluginConfig]` | none: it is ignored |
      | a key of other Interlock versions: `HeartbeatInterval`, `GRPCAddr`, `Rules`, `StatInterval`, and all that begin with `Stats` in an extension | none: it is ignored |
      | `DockerURL = "10.0.0.4:2376"`, without a scheme | `tcp://10.0.0.4:2376` |
      | `PollInterval` below `2s` or above `1h` | the nearest of the two |
      | a relative `SSLCertPath` or `DHParamPath` | the path beside `ConfigPath`, as for Nginx |
      | a space at either end of a text | the text without it (in a password: an error) |
      | anything wrong in an extension `beacon` | its default: it is not run yet, and never stops a proxy |

      ## Environment variables

      | Variable | Example | Meaning |
      |---|---|---|
      | `DOCKER_HOST` | `tcp://10.0.0.4:2376` | `DockerURL`, if that is left out |
      | `DOCKER_CERT_PATH` | `/certs` | a directory with `ca.pem`, `cert.pem` and `key.pem`: `TLSCACert`, `TLSCert` and `TLSKey`, if those are left out and the engine is not on a socket |
      | `DOCKER_TLS_VERIFY` | `1` | if not empty, `DOCKER_HOST` uses TLS even without `DOCKER_CERT_PATH` |

      An engine at `https://`, or at `tcp://` with any of the TLS keys, always uses TLS and is verified unless `AllowInsecure`, whatever `DOCKER_TLS_VERIFY` says.

      ## Settings in a key-value store

      | Option | Meaning |
      |---|---|
      | `--discovery etcd://HOST:PORT[,HOST:PORT]`, or `-k` | etcd: the key in its v3 key space (etcd from 3.4 on), else in its v2 one, over HTTP; port 2379 by default |
      | `--discovery consul://HOST:PORT[,HOST:PORT]` | Consul: the key in its key-value store; port 8500 by default |
      | `--discovery-tls-ca-cert FILE` | the CA that signed the store's certificate; without it, the system's |
      | `--discovery-tls-cert FILE`, `--discovery-tls-key FILE` | Sallyport's certificate and its key, not encrypted |

      All commands that read settings accept these. With any TLS file, the connection uses TLS and the store is verified; otherwise it is plain HTTP.

      To write the key with `etcdctl`: `etcdctl put interlock/v1/config < FILE` (`ETCDCTL_API=3` for an old one). Interlock's key, written through the v2 API, is read if the v3 key space has none. etcd 3.4 and 3.5 serve it with `--enable-v2`; etcd 3.6 does not, so copy it first.

      `run` waits for a store that does not answer and for a missing key, and logs that; other commands give up, with exit code 1 and 2. `run` follows the key without a restart. New settings are taken as a whole (engine, intervals, extensions, `ListenAddr`), and the proxies stay as they are until the first pass with them.

      If new settings are wrong, all errors are logged with line and column, and the running settings stay. They also stay if the key is deleted or the store goes away. If settings are wrong at the start, Sallyport exits with code 2. Changed files and variables apply from the next start.

      The image's health check uses `ListenAddr` of the settings that it finds without options. With `--discovery`, keep the default, or give your health check the same options.
      """;

  private Reference() {}

  static String text() {
    StringBuilder contents = new StringBuilder();
    StringBuilder tables = new StringBuilder();
    for (Task task : TASKS) {
      contents.append("- [%s](#%s)\n".formatted(task.title(), anchor(task.title())));
      tables.append("\n## %s\n\n".formatted(task.title()));
      if (task.settings().equals(notRun())) {
        tables.append(
            "**These have no effect yet.** Sallyport checks them, logs that it does not run an"
                + " extension of this kind, and leaves it out.\n\n");
      }
      tables.append(
          "| Key | In | Type | Default | Example | Meaning |\n|---|---|---|---|---|---|\n");
      task.settings().forEach(setting -> tables.append(row(setting)));
    }
    return HEADER.replace("CONTENTS", contents) + tables + FOOTER;
  }

  /// Those of extensions that Sallyport reads but does not run.
  private static List<Setting<?>> notRun() {
    return Setting.all().stream()
        .filter(setting -> setting.scope() == Scope.EXTENSION)
        .filter(setting -> ProxySettings.NOT_RUN.containsAll(setting.kinds()))
        .toList();
  }

  private static String row(Setting<?> setting) {
    String in =
        switch (setting.scope()) {
          case TOP -> "top level";
          case SWARM -> "`[Swarm]`";
          case EXTENSION -> String.join(", ", setting.kinds());
        };
    return "| <a id=\"%s\"></a>`%s` | %s | %s | %s | `%s = %s` | %s |\n"
        .formatted(
            setting.key().toLowerCase(Locale.ROOT),
            setting.key(),
            in,
            setting.type(),
            setting.defaultValue().isPresent() ? "`" + setting.sample() + "`" : "–",
            setting.key(),
            setting.sample(),
            setting.doc());
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
