package io.sallyport.labels;

import static io.sallyport.labels.Label.AppliesTo.WHOLE_HOST;
import static io.sallyport.labels.Label.AppliesTo.WHOLE_ROOT;
import static io.sallyport.labels.Label.Mistake.IGNORES_IT;
import static io.sallyport.labels.Label.Mistake.LEAVES_OUT;

import io.sallyport.model.Balancing;
import io.sallyport.model.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The one table of labels. Parsing, `docs/labels.md` and findings come from it.
///
/// @param <T> what the label's text becomes
public final class Label<T> {
  /// What all labels begin with.
  public static final String PREFIX = "interlock.";

  private static final List<Label<?>> TABLE = new ArrayList<>();

  public static final Label<String> HOSTNAME =
      of("hostname", LabelGrammar.HOST_PART, LEAVES_OUT)
          .instead(InternationalName::instead)
          .example("shop")
          .doc(
              "The virtual host's name, or its first part. A container without this label is "
                  + "not routed; if it has other `interlock.` labels, a finding says so. A value "
                  + "with a dot is the whole name if `interlock.domain` is not set. An empty value "
                  + "means that `interlock.domain` alone is the name. `*` with "
                  + "`interlock.domain=example.com` is `*.example.com`: all names below it that no "
                  + "other host has. If another Compose project, stack or service has the name, or "
                  + "a wildcard above it, see `JoinHosts` and [decision "
                  + "0007](decisions/0007-name-ownership.md). Write an international name in its "
                  + "own letters, or in its `xn--` form if browsers disagree about them.");

  public static final Label<String> DOMAIN =
      of("domain", LabelGrammar.EXACT_NAME, LEAVES_OUT)
          .instead(InternationalName::instead)
          .example("example.com")
          .byDefault("`local`")
          .doc(
              "The rest of the name: `hostname=shop` with `domain=example.com` is "
                  + "`shop.example.com`. If both labels have the same value, that is the name.");

  public static final Label<String> ALIAS_DOMAIN =
      of("alias_domain", LabelGrammar.HOST_NAME, IGNORES_IT)
          .numbered(500)
          .instead(InternationalName::instead)
          .example("www.example.com")
          .doc(
              "Another name of the same host; up to 500. Refused are: a name that another "
                  + "host already serves (it stays that host's while its containers are replaced), "
                  + "a name below another's wildcard, a whole top-level domain (`*.com`), and any "
                  + "alias for a host that another Compose project, stack or service owns.");

  public static final Label<Integer> PORT =
      of("port", LabelGrammar.PORT, LEAVES_OUT)
          .example("8080")
          .byDefault("the only exposed port")
          .doc(
              "The container port that gets the requests. Required if a container exposes "
                  + "several. A number that is not exposed, but is the published host port of "
                  + "another port, means that port, with a finding. Any other number that the "
                  + "image does not expose gives a warning, if it exposes any.");

  public static final Label<String> NETWORK =
      of("network", LabelGrammar.NETWORK_NAME, LEAVES_OUT)
          .example("frontend")
          .doc(
              "Reach the container on this network. The proxies are connected to it, except "
                  + "those that are Swarm tasks or use another container's network, and never to "
                  + "Swarm's ingress.");

  public static final Label<Boolean> SSL =
      of("ssl", LabelGrammar.FLAG, LEAVES_OUT)
          .appliesTo(WHOLE_HOST)
          .example("true")
          .byDefault("`false`")
          .doc(
              "Also serve the host on `SSLPort`, with `interlock.ssl_cert` and "
                  + "`interlock.ssl_cert_key`.");

  public static final Label<Boolean> SSL_ONLY =
      of("ssl_only", LabelGrammar.FLAG, LEAVES_OUT)
          .appliesTo(WHOLE_HOST)
          .protecting()
          .example("true")
          .byDefault("`false`")
          .doc(
              "Serve the host on `SSLPort` and redirect HTTP to it. Implies `interlock.ssl`. "
                  + "`true` of one container wins over `false` of another.");

  public static final Label<String> SSL_CERT =
      of("ssl_cert", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_HOST)
          .example("shop.pem")
          .doc("The host's certificate, with its chain.");

  public static final Label<String> SSL_CERT_KEY =
      of("ssl_cert_key", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_HOST)
          .example("shop-key.pem")
          .byDefault("the certificate's file")
          .doc("The certificate's private key.");

  public static final Label<Boolean> SSL_BACKEND =
      of("ssl_backend", LabelGrammar.FLAG, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .protecting()
          .example("true")
          .byDefault("`false`")
          .doc("Use TLS to the containers.");

  public static final Label<LabelGrammar.Verification> SSL_BACKEND_TLS_VERIFY =
      of("ssl_backend_tls_verify", LabelGrammar.VERIFICATION, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .protecting()
          .example("required")
          .byDefault("`required` if there is a CA to verify with, else `none`")
          .doc(
              "Whether the containers' certificates are verified. `required` of one container "
                  + "wins over `none` of another.");

  public static final Label<String> SSL_BACKEND_CERT =
      of("ssl_backend_cert", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .example("client.pem")
          .byDefault("`ProxySSLCertificate`")
          .doc("The client certificate that the proxy presents to the containers.");

  public static final Label<String> SSL_BACKEND_CERT_KEY =
      of("ssl_backend_cert_key", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .example("client-key.pem")
          .byDefault("`ProxySSLCertificateKey`; beside `interlock.ssl_backend_cert`, that file")
          .doc("The private key of that certificate.");

  public static final Label<String> SSL_BACKEND_PASSWORD_FILE =
      of("ssl_backend_password_file", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .example("client.pass")
          .byDefault("`ProxySSLPasswordFile`")
          .doc("A file with the pass phrase of that key, one on a line.");

  public static final Label<String> SSL_BACKEND_CA =
      of("ssl_backend_ca", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .protecting()
          .example("backend-ca.pem")
          .byDefault("`ProxySSLTrustedCertificate`")
          .doc("The CA certificates to verify the containers with.");

  public static final Label<String> SSL_BACKEND_NAME =
      of("ssl_backend_name", LabelGrammar.EXACT_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .protecting()
          .instead(InternationalName::instead)
          .example("shop.internal")
          .byDefault("the host's name")
          .doc("The name to verify in the containers' certificates and to send as SNI.");

  public static final Label<String> SSL_CLIENT_CA =
      of("ssl_client_ca", LabelGrammar.FILE_NAME, LEAVES_OUT)
          .appliesTo(WHOLE_HOST)
          .protecting()
          .example("clients-ca.pem")
          .doc(
              "The CA certificates to verify client certificates with. The containers see the "
                  + "subject in `X-SSL-Client-DN` and the result in `X-SSL-Client-Verify: "
                  + "SUCCESS`; clients cannot send these headers.");

  public static final Label<TrafficGrammar.ClientVerification> SSL_VERIFY_CLIENT =
      of("ssl_verify_client", TrafficGrammar.ASKING, LEAVES_OUT)
          .appliesTo(WHOLE_HOST)
          .protecting()
          .example("on")
          .byDefault("`on` if there is `interlock.ssl_client_ca`, else `off`")
          .doc(
              "Whether clients of the host must present a certificate: `on` refuses those "
                  + "without one, and implies `interlock.ssl_only`; `optional` serves them too. "
                  + "The strictest value wins.");

  public static final Label<ByteSize> CLIENT_MAX_BODY_SIZE =
      of("client_max_body_size", TrafficGrammar.SIZE, IGNORES_IT)
          .appliesTo(WHOLE_HOST)
          .example("10m")
          .byDefault("`2048m`")
          .doc("The largest request body that the host accepts.");

  public static final Label<Duration> PROXY_READ_TIMEOUT =
      of("proxy_read_timeout", TrafficGrammar.TIME, IGNORES_IT)
          .appliesTo(WHOLE_HOST)
          .example("30s")
          .byDefault("`ProxyReadTimeout`")
          .doc(
              "How long the containers may send nothing before a request fails. It does not "
                  + "apply to `interlock.websocket_endpoint`s.");

  public static final Label<String> CONTEXT_ROOT =
      of("context_root", TrafficGrammar.PATH, LEAVES_OUT)
          .example("/app")
          .byDefault("`/`")
          .doc(
              "Serve this path of the host and everything below it. Containers of one host "
                  + "may have different ones: the longest that matches a request gets it. It is "
                  + "served on a host of another group too, unless `JoinHosts` forbids it.");

  public static final Label<Boolean> CONTEXT_ROOT_REWRITE =
      of("context_root_rewrite", LabelGrammar.FLAG, LEAVES_OUT)
          .appliesTo(WHOLE_ROOT)
          .example("true")
          .byDefault("`false`")
          .doc("Strip the context root from paths before they are passed on.");

  public static final Label<String> WEBSOCKET_ENDPOINT =
      of("websocket_endpoint", TrafficGrammar.PATH, IGNORES_IT)
          .numbered(100)
          .example("/chat")
          .doc(
              "A path, from the root of the host, with long-lived connections: no buffering, "
                  + "no timeout for a day; up to 100. Upgrades work on all other paths too. On a "
                  + "host of another group, only within the container's own context root.");

  public static final Label<Balancing.Method> BALANCE_ALGORITHM =
      of("balance_algorithm", TrafficGrammar.BALANCE, IGNORES_IT)
          .appliesTo(WHOLE_ROOT)
          .example("least_conn")
          .byDefault("`round_robin`")
          .doc(
              "How requests are distributed among the containers. "
                  + "HAProxy's `roundrobin`, `leastconn` and `source` are understood.");

  public static final Label<Boolean> IP_HASH =
      of("ip_hash", LabelGrammar.FLAG, IGNORES_IT)
          .appliesTo(WHOLE_ROOT)
          .example("true")
          .byDefault("`false`")
          .doc(
              "The same as `interlock.balance_algorithm=ip_hash`; that label wins over this "
                  + "one.");

  public static final Label<BackendOption> BACKEND_OPTION =
      of("backend_option", BackendOption.GRAMMAR, IGNORES_IT)
          .appliesTo(WHOLE_ROOT)
          .numbered(20)
          .instead(BackendOption::instead)
          .example("keepalive 32")
          .doc(
              "A directive of the upstream block, from this list: `least_conn`, `ip_hash`, "
                  + "`random` (`two`), `hash` (with a key as for `interlock.balance_algorithm`; "
                  + "`consistent`), `keepalive`, `keepalive_requests`, `keepalive_time`, "
                  + "`keepalive_timeout`, `zone` (Sallyport chooses its name).");

  public static final Label<Integer> WEIGHT =
      of("weight", TrafficGrammar.WEIGHT, IGNORES_IT)
          .example("3")
          .byDefault("`1`")
          .doc("This container's share of requests, relative to the others.");

  public static final Label<Integer> MAX_FAILS =
      of("max_fails", TrafficGrammar.FAILS, IGNORES_IT)
          .example("3")
          .byDefault("`1`")
          .doc(
              "After this many failures within `interlock.fail_timeout`, this container is "
                  + "not tried again for that time; `0` means never.");

  public static final Label<Duration> FAIL_TIMEOUT =
      of("fail_timeout", TrafficGrammar.TIME, IGNORES_IT)
          .example("30s")
          .byDefault("`1s`")
          .doc("The time for `interlock.max_fails`.");

  public static final Label<Integer> MAX_CONNS =
      of("max_conns", TrafficGrammar.CONNECTIONS, IGNORES_IT)
          .example("100")
          .byDefault("no limit")
          .doc(
              "How many connections this container accepts at a time. Each worker counts for "
                  + "itself, unless `interlock.backend_option` sets a `zone`.");

  public static final Label<Boolean> BACKUP =
      of("backup", LabelGrammar.FLAG, IGNORES_IT)
          .example("true")
          .byDefault("`false`")
          .doc(
              "A backup: this container gets requests only if no container without the label "
                  + "is left. Not with `ip_hash`, `random` and `hash`.");

  /// Whether a value outside the grammar keeps the container out, or is ignored alone.
  ///
  /// What decides where requests go, or how they are protected, is never guessed.
  public enum Mistake {
    LEAVES_OUT,
    IGNORES_IT
  }

  /// Whom a value applies to: the container that has it, or all containers of its context root or
  /// of its host, which one of them decides.
  public enum AppliesTo {
    CONTAINER,
    WHOLE_ROOT,
    WHOLE_HOST
  }

  private final String key;
  private final LabelGrammar<T> grammar;
  private final Mistake onMistake;
  private AppliesTo appliesTo = AppliesTo.CONTAINER;
  private int most = 1;
  private boolean protecting;
  private String example = "";
  private String byDefault = "–";
  private String doc = "";
  private Function<String, Optional<String>> instead = text -> Optional.empty();

  private Label(String key, LabelGrammar<T> grammar, Mistake onMistake) {
    this.key = key;
    this.grammar = grammar;
    this.onMistake = onMistake;
    TABLE.add(this);
  }

  private static <T> Label<T> of(String name, LabelGrammar<T> grammar, Mistake onMistake) {
    return new Label<>(PREFIX + name, grammar, onMistake);
  }

  private Label<T> appliesTo(AppliesTo containers) {
    appliesTo = containers;
    return this;
  }

  /// @param values so many are used of one container; each costs all proxies memory and time
  private Label<T> numbered(int values) {
    most = values;
    return this;
  }

  private Label<T> protecting() {
    protecting = true;
    return this;
  }

  private Label<T> example(String text) {
    example = text;
    return this;
  }

  private Label<T> byDefault(String text) {
    byDefault = text;
    return this;
  }

  private Label<T> doc(String text) {
    doc = text;
    return this;
  }

  private Label<T> instead(Function<String, Optional<String>> advice) {
    instead = advice;
    return this;
  }

  /// All labels of an application container, in the order in which they are documented.
  public static List<Label<?>> all() {
    return Collections.unmodifiableList(TABLE);
  }

  public String key() {
    return key;
  }

  public LabelGrammar<T> grammar() {
    return grammar;
  }

  public Mistake onMistake() {
    return onMistake;
  }

  /// Whom its value applies to.
  public AppliesTo appliesTo() {
    return appliesTo;
  }

  /// True where `key.1`, `key.2`, … are further values.
  public boolean isNumbered() {
    return most > 1;
  }

  /// How many values one container may have.
  public int most() {
    return most;
  }

  /// Whether a host or its containers are less protected without it. A label that is nearly called
  /// so is taken for it, so that a slip cannot take the protection away.
  public boolean isProtecting() {
    return protecting;
  }

  public String example() {
    return example;
  }

  /// What holds without the label, in words.
  public String defaultText() {
    return byDefault;
  }

  public String doc() {
    return doc;
  }

  /// What to do in place of a text outside the grammar, where that can be said.
  Optional<String> insteadOf(String text) {
    return instead.apply(text);
  }

  /// What may follow it: `1`, `_1`, `-1`, `[0]`, a plural's `s`.
  private static final Pattern OLD_NUMBER = Pattern.compile("s|s?[^A-Za-z]{1,8}");

  /// True when `name` is this label, or one of its numbered forms.
  boolean covers(String name) {
    return name.equals(key) || (isNumbered() && name.startsWith(key + "."));
  }

  /// True when Interlock took `name` for one of its numbered forms, such as `alias_domain1` or
  /// `alias_domain_2`: it looked for the label's name in what was written.
  boolean coversOldForm(String name) {
    return isNumbered()
        && name.startsWith(key)
        && OLD_NUMBER.matcher(name).region(key.length(), name.length()).matches();
  }

  @Override
  public String toString() {
    return key;
  }
}
