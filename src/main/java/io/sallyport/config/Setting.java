package io.sallyport.config;

import static io.sallyport.config.Section.BACKENDS;
import static io.sallyport.config.Section.BEACON;
import static io.sallyport.config.Section.CLIENTS;
import static io.sallyport.config.Section.ENGINE;
import static io.sallyport.config.Section.HAPROXY;
import static io.sallyport.config.Section.NGINX;
import static io.sallyport.config.Section.PROXY;
import static io.sallyport.config.Section.SERVICE;
import static io.sallyport.config.Section.SWARM;

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
  /// Where a key is written: at the top, in `[Swarm]`, or in an `[[Extensions]]` table.
  public enum Scope {
    TOP,
    SWARM,
    EXTENSION
  }

  private static final Pattern WORD =
      Pattern.compile("SSL|TLS|CA|DH|URL|HTTP|IP|RLimit|[A-Z][a-z]*");

  private static final List<Setting<?>> TABLE = new ArrayList<>();

  public static final Setting<String> DOCKER_URL =
      row(ENGINE, "DockerURL", Addresses.ENGINE_URL, "unix:///var/run/docker.sock")
          .doc("Address of the engine or classic Swarm manager.");
  public static final Setting<String> TLS_CA_CERT =
      unset(ENGINE, "TLSCACert", Paths.PATH, "/certs/ca.pem")
          .doc("PEM file of the CA that signed the engine's certificate.");
  public static final Setting<String> TLS_CERT =
      unset(ENGINE, "TLSCert", Paths.PATH, "/certs/cert.pem")
          .doc("PEM file of the client certificate for the engine.");
  public static final Setting<String> TLS_KEY =
      unset(ENGINE, "TLSKey", Paths.PATH, "/certs/key.pem")
          .doc("PEM file of its key, not encrypted.");
  public static final Setting<Boolean> ALLOW_INSECURE =
      row(ENGINE, "AllowInsecure", Flag.BOOL, false)
          .doc("Do not verify the engine's certificate, neither its CA nor its name.");

  public static final Setting<String> LISTEN_ADDR =
      row(SERVICE, "ListenAddr", Addresses.LISTEN, ":8080")
          .doc("Where the dashboard, health and metrics are served.");
  public static final Setting<Boolean> ENABLE_METRICS =
      row(SERVICE, "EnableMetrics", Flag.BOOL, true).doc("Serve /metrics there, for Prometheus.");
  public static final Setting<Duration> POLL_INTERVAL =
      row(SERVICE, "PollInterval", nearest(seconds(2), hours(1)), seconds(3))
          .doc("How often to look at the engine while its events are unreliable.");
  public static final Setting<Duration> RESYNC_INTERVAL =
      row(SERVICE, "ResyncInterval", between(seconds(5), hours(24)), seconds(60))
          .doc("How often to look at everything while events are reliable, as a safety net.");

  public static final Setting<String> SWARM_MODE =
      row(SWARM, "Mode", Texts.oneOf("auto", "off"), "auto")
          .doc("Whether to read services and tasks: `auto`, if the engine is a Swarm manager.");
  public static final Setting<Duration> TASK_POLL_INTERVAL =
      row(SWARM, "TaskPollInterval", between(Duration.ofMillis(200), seconds(60)), seconds(1))
          .doc("How often all tasks are read, beside what events cause.");
  public static final Setting<String> SWARM_CERTIFICATES =
      row(SWARM, "Certificates", Paths.PATH, "/run/swarm")
          .doc("Directory of the node's certificates, mounted. If it is there, an agent runs.");
  public static final Setting<String> AGENT_LISTEN =
      row(SWARM, "AgentListen", Addresses.LISTEN, ":2476")
          .doc("Where the agent listens for the managers of the Swarm.");

  public static final Setting<String> NAME =
      row(PROXY, "Name", Texts.oneOf("nginx", "haproxy", "beacon"), "nginx")
          .doc("The kind of extension. Required in each [[Extensions]].");
  public static final Setting<String> SERVICE_NAME =
      unset(PROXY, "ServiceName", Texts.SERVICE_NAME, "public")
          .doc("Serve only containers whose interlock.ext.service_name is this.");
  public static final Setting<List<String>> PROXIES =
      unset(PROXY, "Proxies", Texts.CONTAINERS, List.of("edge-*"))
          .doc("Which containers with the label are proxies. Only those named here get keys.");
  public static final Setting<List<String>> JOIN_NETWORKS =
      unset(PROXY, "JoinNetworks", Texts.NETWORKS, List.of("apps-*"))
          .doc("Networks that labels may make proxies join. Unset: any but `ingress`.");
  public static final Setting<String> JOIN_HOSTS =
      row(PROXY, "JoinHosts", Texts.oneOf("any", "same-project"), "any")
          .doc("Who else may serve a host of a Compose project, stack or service.");
  public static final Setting<String> CONFIG_PATH =
      row(PROXY, "ConfigPath", Paths.PATH_IN_PROXY, "/etc/nginx/nginx.conf")
          .doc("The configuration file in the proxy container.");
  public static final Setting<String> PID_PATH =
      unset(PROXY, "PidPath", Paths.PATH_IN_PROXY, "/var/run/nginx.pid")
          .doc("The proxy's pid file. Unset: where its own configuration or program has it.");
  public static final Setting<String> INCLUDE_CONF =
      unset(PROXY, "IncludeConf", Paths.PATH_IN_PROXY, "/etc/nginx/conf.d/*.conf")
          .doc("The proxy's own files to include in http { }, after the hosts, as Interlock did.");
  public static final Setting<String> TEMPLATE_PATH =
      unset(PROXY, "TemplatePath", Paths.PATH, "/etc/sallyport/nginx.conf.peb")
          .doc("Your own template, where Sallyport runs, instead of the built-in one.");
  public static final Setting<String> BACKEND_OVERRIDE_ADDRESS =
      unset(PROXY, "BackendOverrideAddress", Addresses.HOST_OR_ADDRESS, "172.17.0.1")
          .doc("Reach published ports at this address instead of the one they are published on.");
  public static final Setting<Integer> MAX_CONN =
      row(PROXY, "MaxConn", Whole.COUNT, 1_024).doc("Simultaneous connections, per worker.");
  public static final Setting<Integer> PORT =
      row(PROXY, "Port", Whole.PORT_NUMBER, 80)
          .doc("The port on which the proxy listens for HTTP.");
  public static final Setting<Integer> SSL_PORT =
      row(PROXY, "SSLPort", Whole.PORT_NUMBER, 443)
          .doc("The port on which the proxy listens for HTTPS.");
  public static final Setting<String> SSL_CERT_PATH =
      unset(PROXY, "SSLCertPath", Paths.DIRECTORY_IN_PROXY, "/etc/nginx/certs")
          .doc("The directory of certificates and keys in the proxy container.");
  public static final Setting<String> CERT_SOURCE =
      unset(PROXY, "CertSource", Paths.PATH, "/certs")
          .doc("A directory where Sallyport runs, whose files it copies into SSLCertPath.");
  public static final Setting<Duration> RELOAD_INTERVAL =
      row(PROXY, "ReloadInterval", between(Duration.ZERO, seconds(60)), Duration.ofMillis(500))
          .doc("Least time between two reloads of a proxy. After a quiet time there is no wait.");
  public static final Setting<List<String>> TRUSTED_PROXIES =
      row(PROXY, "TrustedProxies", Addresses.NETWORKS, List.of())
          .doc("Load balancers in front (addresses, CIDRs), whose `X-Forwarded-*` are passed on.");
  public static final Setting<String> IPV6 =
      row(PROXY, "IPv6", Texts.oneOf("auto", "on", "off"), "auto")
          .doc("Listen on IPv6 too; `auto`: if the proxy has it.");
  public static final Setting<Boolean> HTTP2 =
      row(PROXY, "HTTP2", Flag.BOOL, true).doc("Offer HTTP/2 to clients over TLS.");
  public static final Setting<Duration> WORKER_SHUTDOWN_TIMEOUT =
      row(PROXY, "WorkerShutdownTimeout", between(seconds(1), hours(24)), Duration.ofMinutes(5))
          .doc("How long old workers may run after a reload, for open WebSockets and the like.");

  public static final Setting<String> USER =
      row(NGINX, "User", Texts.ACCOUNT_IN_PROXY, "nginx")
          .doc("The workers' user, and group after a space. Debian's nginx has www-data.");
  public static final Setting<Integer> WORKER_PROCESSES =
      row(NGINX, "WorkerProcesses", Whole.PROCESSES, 2).doc("The number of workers.");
  public static final Setting<Integer> RLIMIT_NO_FILE =
      row(NGINX, "RLimitNoFile", Whole.COUNT, 65_535).doc("Open files, per worker.");
  public static final Setting<Integer> PROXY_CONNECT_TIMEOUT =
      row(NGINX, "ProxyConnectTimeout", Whole.SECONDS, 5)
          .doc(
              "To connect to a server; 0.3 s, or 0.7 s with TLS, if another can take the request."
                  + " Interlock: 600.");
  public static final Setting<Integer> PROXY_SEND_TIMEOUT =
      row(NGINX, "ProxySendTimeout", Whole.SECONDS, 600)
          .doc("Between two writes of a request to a server.");
  public static final Setting<Integer> PROXY_READ_TIMEOUT =
      row(NGINX, "ProxyReadTimeout", Whole.SECONDS, 600)
          .doc("Between two reads of a server's answer.");
  public static final Setting<Integer> SEND_TIMEOUT =
      row(NGINX, "SendTimeout", Whole.SECONDS, 600)
          .doc("Between two writes of an answer to a client.");
  public static final Setting<String> PROXY_MAX_TEMP_FILE_SIZE =
      row(NGINX, "ProxyMaxTempFileSize", Texts.SIZE, "8m")
          .doc("How much of an answer to a slow client waits on its disk, not at the server.");
  public static final Setting<String> REAL_IP_HEADER =
      row(NGINX, "RealIPHeader", Texts.HEADER, "X-Forwarded-For")
          .doc("The header in which TrustedProxies send the client's address.");
  public static final Setting<Boolean> PROXY_PROTOCOL =
      row(NGINX, "ProxyProtocol", Flag.BOOL, false)
          .doc(
              "All connections begin with the PROXY protocol, which is trusted from"
                  + " TrustedProxies.");
  public static final Setting<Boolean> NGINX_PLUS_ENABLED =
      row(NGINX, "NginxPlusEnabled", Flag.BOOL, false)
          .doc("The proxy is NGINX Plus: use shared zones and its API.");

  public static final Setting<String> SSL_POLICY =
      row(CLIENTS, "SSLPolicy", Texts.oneOf("modern", "intermediate", "old"), "intermediate")
          .doc("Mozilla's TLS policy, for what SSLProtocols and SSLCiphers do not set.");
  public static final Setting<String> SSL_PROTOCOLS =
      unset(CLIENTS, "SSLProtocols", TlsGrammars.PROTOCOLS, "TLSv1.2 TLSv1.3")
          .doc(
              "The protocols to offer instead of the policy's. Interlock's older ones still work.");
  public static final Setting<String> SSL_CIPHERS =
      unset(CLIENTS, "SSLCiphers", TlsGrammars.CIPHERS, "HIGH:!aNULL:!MD5")
          .doc("The ciphers to offer instead of the policy's, up to TLS 1.2.");
  public static final Setting<Boolean> DH_PARAM =
      row(CLIENTS, "DHParam", Flag.BOOL, false).doc("Use the parameters in DHParamPath.");
  public static final Setting<String> DH_PARAM_PATH =
      unset(CLIENTS, "DHParamPath", Paths.FILE_BESIDE_CONFIGURATION, "/etc/nginx/dhparam.pem")
          .doc("The file of Diffie-Hellman parameters in the proxy container.");

  public static final Setting<String> PROXY_SSL_CERTIFICATE =
      unset(BACKENDS, "ProxySSLCertificate", Paths.FILE_IN_PROXY, "client.pem")
          .doc("Client certificate for TLS backends that have no label of their own.");
  public static final Setting<String> PROXY_SSL_CERTIFICATE_KEY =
      unset(BACKENDS, "ProxySSLCertificateKey", Paths.FILE_IN_PROXY, "client.key")
          .doc("The key of that certificate.");
  public static final Setting<String> PROXY_SSL_PASSWORD_FILE =
      unset(BACKENDS, "ProxySSLPasswordFile", Paths.FILE_IN_PROXY, "client.pass")
          .doc("Pass phrases for that key, one per line.");
  public static final Setting<String> PROXY_SSL_TRUSTED_CERTIFICATE =
      unset(BACKENDS, "ProxySSLTrustedCertificate", Paths.FILE_IN_PROXY, "backend-ca.pem")
          .doc("CA certificates to verify backends with.");
  public static final Setting<Boolean> PROXY_SSL_VERIFY =
      unset(BACKENDS, "ProxySSLVerify", Flag.BOOL, true)
          .doc("Verify the certificates of backends with ProxySSLTrustedCertificate.");

  public static final Setting<Integer> CONNECT_TIMEOUT =
      row(HAPROXY, "ConnectTimeout", Whole.MILLISECONDS, 5_000).doc("To connect to a server.");
  public static final Setting<Integer> SERVER_TIMEOUT =
      row(HAPROXY, "ServerTimeout", Whole.MILLISECONDS, 10_000)
          .doc("For a server to send or receive something.");
  public static final Setting<Integer> CLIENT_TIMEOUT =
      row(HAPROXY, "ClientTimeout", Whole.MILLISECONDS, 10_000)
          .doc("For a client to send or receive something.");
  public static final Setting<String> ADMIN_USER =
      row(HAPROXY, "AdminUser", Texts.WORD, "admin")
          .doc("No effect yet: there is no statistics page.");
  public static final Setting<String> ADMIN_PASS =
      unset(HAPROXY, "AdminPass", Texts.SECRET, "change-me")
          .secret("No effect yet: there is no statistics page.");
  public static final Setting<String> SSL_CERT =
      unset(HAPROXY, "SSLCert", Paths.FILE_IN_PROXY, "site.pem")
          .doc(
              "For clients without SNI, or with a name that no host has: certificate and key in one file.");
  public static final Setting<String> SSL_OPTS =
      unset(HAPROXY, "SSLOpts", TlsGrammars.BIND_OPTIONS, "no-tlsv12")
          .doc("Further TLS options of the HTTPS port.");
  public static final Setting<String> SSL_SERVER_VERIFY =
      row(HAPROXY, "SSLServerVerify", Texts.oneOf("none", "required"), "required")
          .doc("For servers of your own template. Those of labels are verified if there is a CA.");
  public static final Setting<Integer> SSL_DEFAULT_DH_PARAM =
      row(HAPROXY, "SSLDefaultDHParam", Whole.BITS, 2_048).doc("Diffie-Hellman parameters.");
  public static final Setting<String> SYSLOG_ADDR =
      unset(HAPROXY, "SyslogAddr", Addresses.HOST_PORT, "10.0.0.5:514").doc("Where to send logs.");

  public static final Setting<Duration> STATS_INTERVAL =
      row(BEACON, "StatsInterval", nearest(seconds(1), hours(24)), seconds(30))
          .doc("How often containers are measured.");

  private static final List<Setting<?>> ALL = Collections.unmodifiableList(TABLE);

  private final Row<T> row;
  private final String doc;
  private final boolean secret;

  private Setting(Row<T> row, String doc, boolean secret) {
    this.row = row;
    this.doc = doc;
    this.secret = secret;
  }

  /// Every setting, in the order of the table.
  public static List<Setting<?>> all() {
    return ALL;
  }

  /// As it is written in the configuration: `SSLCertPath`. Case does not matter when reading.
  public String key() {
    return row.key;
  }

  /// As templates name it: `sslCertPath`, `dhParam`, `rlimitNoFile`.
  public String property() {
    String words =
        WORD.matcher(row.key)
            .replaceAll(word ->
                word.group().charAt(0) + word.group().substring(1).toLowerCase(Locale.ROOT));
    String first = WORD.matcher(words).results().findFirst().map(MatchResult::group).orElse(words);
    return first.toLowerCase(Locale.ROOT) + words.substring(first.length());
  }

  public Scope scope() {
    return row.section.scope();
  }

  /// What counts when it is not written.
  public Optional<T> defaultValue() {
    return row.isDefault ? Optional.of(row.value) : Optional.empty();
  }

  /// What its values may be: `int, 1 to 65535`.
  public String type() {
    return row.grammar.name();
  }

  /// The extensions that use it: `nginx`, `haproxy`, `beacon`. None at the top level.
  public List<String> kinds() {
    return row.section.kinds();
  }

  /// One line that says what it is for.
  public String doc() {
    return doc;
  }

  /// True when its value must never be shown.
  public boolean secret() {
    return secret;
  }

  /// As it is written in TOML: the default, or an example where there is none.
  String sample() {
    return row.grammar.write(row.value);
  }

  Section section() {
    return row.section;
  }

  Grammar<T> grammar() {
    return row.grammar;
  }

  @Override
  public String toString() {
    return row.key;
  }

  private static <T> Row<T> row(Section section, String key, Grammar<T> grammar, T defaultValue) {
    return new Row<>(section, key, grammar, defaultValue, true);
  }

  private static <T> Row<T> unset(Section section, String key, Grammar<T> grammar, T example) {
    return new Row<>(section, key, grammar, example, false);
  }

  private static Span between(Duration least, Duration most) {
    return new Span(least, most, Span.Beyond.REFUSED);
  }

  private static Span nearest(Duration least, Duration most) {
    return new Span(least, most, Span.Beyond.NEAREST);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  /// A row that still lacks its line of documentation.
  ///
  /// @param value the default, or an example where there is none
  private record Row<T>(
      Section section, String key, Grammar<T> grammar, T value, boolean isDefault) {
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
