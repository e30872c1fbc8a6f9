package io.sallyport.config;

import static io.sallyport.config.Section.BACKENDS;
import static io.sallyport.config.Section.BEACON;
import static io.sallyport.config.Section.ENGINE;
import static io.sallyport.config.Section.HAPROXY;
import static io.sallyport.config.Section.NGINX;
import static io.sallyport.config.Section.PROXY;
import static io.sallyport.config.Section.SERVICE;
import static io.sallyport.config.Section.VISITORS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The one table of settings: what can be written in the configuration, what it means and what
/// counts when it is not written. Reading, `spec` and the reference all come from here.
///
/// @param <T> what a checked value is
public final class Setting<T> {
  /// Where a key is written: at the top, or in an `[[Extensions]]` table.
  public enum Scope {
    TOP,
    EXTENSION
  }

  private static final Pattern WORD = Pattern.compile("SSL|TLS|CA|DH|URL|RLimit|[A-Z][a-z]*");

  private static final List<Setting<?>> TABLE = new ArrayList<>();

  public static final Setting<String> DOCKER_URL =
      row(ENGINE, "DockerURL", Addresses.ENGINE_URL, "unix:///var/run/docker.sock")
          .doc("where the engine or classic Swarm manager listens; DOCKER_HOST when not written");
  public static final Setting<String> TLS_CA_CERT =
      row(ENGINE, "TLSCACert", Texts.PATH)
          .doc("PEM file of the CA that signed the engine's certificate");
  public static final Setting<String> TLS_CERT =
      row(ENGINE, "TLSCert", Texts.PATH).doc("PEM file of our client certificate");
  public static final Setting<String> TLS_KEY =
      row(ENGINE, "TLSKey", Texts.PATH).doc("PEM file of its key, not encrypted");
  public static final Setting<Boolean> ALLOW_INSECURE =
      row(ENGINE, "AllowInsecure", Flag.BOOL, false)
          .doc("do not verify the engine's certificate, neither its CA nor its name");

  public static final Setting<String> LISTEN_ADDR =
      row(SERVICE, "ListenAddr", Addresses.LISTEN, ":8080")
          .doc("where the dashboard, health and metrics are served");
  public static final Setting<Boolean> ENABLE_METRICS =
      row(SERVICE, "EnableMetrics", Flag.BOOL, true).doc("serve /metrics there, for Prometheus");
  public static final Setting<Duration> POLL_INTERVAL =
      row(SERVICE, "PollInterval", between(seconds(2), hours(1)), seconds(3))
          .doc("how often to look while the engine's event stream is not live");
  public static final Setting<Duration> RESYNC_INTERVAL =
      row(SERVICE, "ResyncInterval", between(seconds(5), hours(24)), seconds(60))
          .doc("how often to look at everything while it is live: a safety net");

  public static final Setting<String> NAME =
      row(PROXY, "Name", Texts.oneOf("nginx", "haproxy", "beacon"), "nginx")
          .doc("what kind of extension this is; the one key that must be written");
  public static final Setting<String> SERVICE_NAME =
      row(PROXY, "ServiceName", Texts.SERVICE_NAME)
          .doc("serve only containers whose interlock.ext.service_name is this");
  public static final Setting<String> CONFIG_PATH =
      row(PROXY, "ConfigPath", Texts.PATH_IN_PROXY, "/etc/nginx/nginx.conf")
          .doc("the configuration file in the proxy container");
  public static final Setting<String> PID_PATH =
      row(PROXY, "PidPath", Texts.PATH_IN_PROXY, "/var/run/nginx.pid")
          .doc("the proxy's pid file in its container");
  public static final Setting<String> TEMPLATE_PATH =
      row(PROXY, "TemplatePath", Texts.PATH)
          .doc("your own template, where Sallyport runs, in place of the built-in one");
  public static final Setting<String> BACKEND_OVERRIDE_ADDRESS =
      row(PROXY, "BackendOverrideAddress", Addresses.HOST_NAME)
          .doc("reach every published port at this address instead of the engine's");
  public static final Setting<Integer> MAX_CONN =
      row(PROXY, "MaxConn", Whole.COUNT, 1_024).doc("connections at the same time, per worker");
  public static final Setting<Integer> PORT =
      row(PROXY, "Port", Whole.PORT_NUMBER, 80).doc("where the proxy listens for HTTP");
  public static final Setting<Integer> SSL_PORT =
      row(PROXY, "SSLPort", Whole.PORT_NUMBER, 443).doc("where the proxy listens for HTTPS");
  public static final Setting<String> SSL_CERT_PATH =
      row(PROXY, "SSLCertPath", Texts.PATH_IN_PROXY)
          .doc("directory in the proxy container that holds certificates and keys");
  public static final Setting<String> CERT_SOURCE =
      row(PROXY, "CertSource", Texts.PATH)
          .doc("directory where Sallyport runs whose files it copies into SSLCertPath");
  public static final Setting<Duration> RELOAD_INTERVAL =
      row(PROXY, "ReloadInterval", between(Duration.ZERO, seconds(60)), Duration.ofMillis(500))
          .doc("least time between two reloads of a proxy; after a quiet time there is no wait");

  public static final Setting<String> USER =
      row(NGINX, "User", Texts.ACCOUNT_IN_PROXY, "nginx")
          .doc("user of the workers, and a group if you like; Debian's image has www-data");
  public static final Setting<Integer> WORKER_PROCESSES =
      row(NGINX, "WorkerProcesses", Whole.PROCESSES, 2).doc("number of workers");
  public static final Setting<Integer> RLIMIT_NO_FILE =
      row(NGINX, "RLimitNoFile", Whole.COUNT, 65_535).doc("open files, per worker");
  public static final Setting<Duration> WORKER_SHUTDOWN_TIMEOUT =
      row(NGINX, "WorkerShutdownTimeout", between(seconds(1), hours(24)), Duration.ofMinutes(5))
          .doc("how long old workers may go on after a reload, as with open WebSockets");
  public static final Setting<Integer> PROXY_CONNECT_TIMEOUT =
      row(NGINX, "ProxyConnectTimeout", Whole.SECONDS, 5)
          .doc(
              "for a backend to accept; with Interlock's 600 a server that is gone hangs requests");
  public static final Setting<Integer> PROXY_SEND_TIMEOUT =
      row(NGINX, "ProxySendTimeout", Whole.SECONDS, 600)
          .doc("between two writes of a request to a backend");
  public static final Setting<Integer> PROXY_READ_TIMEOUT =
      row(NGINX, "ProxyReadTimeout", Whole.SECONDS, 600)
          .doc("between two reads of a backend's answer");
  public static final Setting<Integer> SEND_TIMEOUT =
      row(NGINX, "SendTimeout", Whole.SECONDS, 600)
          .doc("between two writes of an answer to the visitor");
  public static final Setting<Boolean> NGINX_PLUS_ENABLED =
      row(NGINX, "NginxPlusEnabled", Flag.BOOL, false)
          .doc("the proxy is NGINX Plus: shared zones and its API");

  public static final Setting<String> SSL_PROTOCOLS =
      row(VISITORS, "SSLProtocols", Texts.PROTOCOLS, "TLSv1.2 TLSv1.3")
          .doc("protocols to offer; Interlock's older ones still work when written");
  public static final Setting<String> SSL_CIPHERS =
      row(VISITORS, "SSLCiphers", Texts.CIPHERS, "HIGH:!aNULL:!MD5")
          .doc("ciphers to offer, up to TLS 1.2");
  public static final Setting<Boolean> DH_PARAM =
      row(VISITORS, "DHParam", Flag.BOOL, false).doc("use the parameters in DHParamPath");
  public static final Setting<String> DH_PARAM_PATH =
      row(VISITORS, "DHParamPath", Texts.PATH_IN_PROXY)
          .doc("file of Diffie-Hellman parameters in the proxy container");

  public static final Setting<String> PROXY_SSL_CERTIFICATE =
      row(BACKENDS, "ProxySSLCertificate", Texts.FILE_IN_PROXY)
          .doc("client certificate towards TLS backends without a label of their own");
  public static final Setting<String> PROXY_SSL_CERTIFICATE_KEY =
      row(BACKENDS, "ProxySSLCertificateKey", Texts.FILE_IN_PROXY).doc("its key");
  public static final Setting<String> PROXY_SSL_PASSWORD_FILE =
      row(BACKENDS, "ProxySSLPasswordFile", Texts.FILE_IN_PROXY)
          .doc("pass phrases of the key, one a line");
  public static final Setting<String> PROXY_SSL_TRUSTED_CERTIFICATE =
      row(BACKENDS, "ProxySSLTrustedCertificate", Texts.FILE_IN_PROXY)
          .doc("CA certificates to verify backends with");
  public static final Setting<Boolean> PROXY_SSL_VERIFY =
      row(BACKENDS, "ProxySSLVerify", Flag.BOOL)
          .doc("verify the certificates of backends; needs ProxySSLTrustedCertificate");

  public static final Setting<Integer> CONNECT_TIMEOUT =
      row(HAPROXY, "ConnectTimeout", Whole.MILLISECONDS, 5_000).doc("for a backend to accept");
  public static final Setting<Integer> SERVER_TIMEOUT =
      row(HAPROXY, "ServerTimeout", Whole.MILLISECONDS, 10_000)
          .doc("for a backend to say something");
  public static final Setting<Integer> CLIENT_TIMEOUT =
      row(HAPROXY, "ClientTimeout", Whole.MILLISECONDS, 10_000)
          .doc("for a visitor to say something");
  public static final Setting<String> ADMIN_USER =
      row(HAPROXY, "AdminUser", Texts.WORD, "admin").doc("user of the statistics page");
  public static final Setting<String> ADMIN_PASS =
      row(HAPROXY, "AdminPass", Texts.WORD).secret("password of the statistics page");
  public static final Setting<String> SSL_CERT =
      row(HAPROXY, "SSLCert", Texts.FILE_IN_PROXY).doc("certificate and key, under SSLCertPath");
  public static final Setting<String> SSL_OPTS =
      row(HAPROXY, "SSLOpts", Texts.ANY).doc("further options of the HTTPS bind line");
  public static final Setting<String> SSL_SERVER_VERIFY =
      row(HAPROXY, "SSLServerVerify", Texts.oneOf("none", "required"), "required")
          .doc("verify the certificates of TLS backends");
  public static final Setting<Integer> SSL_DEFAULT_DH_PARAM =
      row(HAPROXY, "SSLDefaultDHParam", Whole.COUNT, 1_024)
          .doc("bits of Diffie-Hellman parameters");
  public static final Setting<String> SYSLOG_ADDR =
      row(HAPROXY, "SyslogAddr", Addresses.HOST_PORT).doc("where to send the log");

  public static final Setting<Integer> STATS_INTERVAL =
      row(BEACON, "StatsInterval", Whole.SECONDS, 30).doc("how often containers are measured");

  private static final List<Setting<?>> ALL = Collections.unmodifiableList(TABLE);

  private final Section section;
  private final String key;
  private final Grammar<T> grammar;
  private final Optional<T> defaultValue;
  private final String doc;
  private final boolean secret;

  private Setting(Row<T> row, String doc, boolean secret) {
    this.section = row.section;
    this.key = row.key;
    this.grammar = row.grammar;
    this.defaultValue = row.defaultValue;
    this.doc = doc;
    this.secret = secret;
  }

  /// Every setting, in the order of the table.
  public static List<Setting<?>> all() {
    return ALL;
  }

  /// As it is written in the configuration: `SSLCertPath`. Case does not matter when reading.
  public String key() {
    return key;
  }

  /// As templates name it: `sslCertPath`, `dhParam`, `rlimitNoFile`.
  public String property() {
    String words =
        WORD.matcher(key)
            .replaceAll(word ->
                word.group().charAt(0) + word.group().substring(1).toLowerCase(Locale.ROOT));
    String first = WORD.matcher(words).results().findFirst().map(MatchResult::group).orElse(words);
    return first.toLowerCase(Locale.ROOT) + words.substring(first.length());
  }

  public Scope scope() {
    return section.scope();
  }

  /// What counts when it is not written.
  public Optional<T> defaultValue() {
    return defaultValue;
  }

  /// What its values may be: `int, 1 to 65535`.
  public String type() {
    return grammar.name();
  }

  /// The extensions that use it: `nginx`, `haproxy`, `beacon`. None at the top level.
  public List<String> kinds() {
    return section.kinds();
  }

  /// One line that says what it is for.
  public String doc() {
    return doc;
  }

  /// True when its value must never be shown.
  public boolean secret() {
    return secret;
  }

  Section section() {
    return section;
  }

  Grammar<T> grammar() {
    return grammar;
  }

  @Override
  public String toString() {
    return key;
  }

  private static <T> Row<T> row(Section section, String key, Grammar<T> grammar) {
    return new Row<>(section, key, grammar, Optional.empty());
  }

  private static <T> Row<T> row(Section section, String key, Grammar<T> grammar, T defaultValue) {
    return new Row<>(section, key, grammar, Optional.of(defaultValue));
  }

  private static Span between(Duration least, Duration most) {
    return new Span(least, most);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  /// A row that still lacks its line of documentation.
  private record Row<T>(Section section, String key, Grammar<T> grammar, Optional<T> defaultValue) {
    Setting<T> doc(String line) {
      return add(new Setting<>(this, line, false));
    }

    Setting<T> secret(String line) {
      return add(new Setting<>(this, line, true));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
      TABLE.add(setting);
      return setting;
    }
  }
}
