package io.sallyport.routing;

import static io.sallyport.routing.Label.Mistake.IGNORES_IT;
import static io.sallyport.routing.Label.Mistake.LEAVES_OUT;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The one table of labels. Parsing, `docs/labels.md` and findings come from it.
///
/// @param <T> what the label's text becomes
public final class Label<T> {
  /// What all labels begin with.
  public static final String PREFIX = "interlock.";

  private static final List<Label<?>> TABLE = new ArrayList<>();

  public static final Label<String> HOSTNAME =
      of("hostname", Grammar.HOST_PART, LEAVES_OUT)
          .example("shop")
          .doc(
              "The virtual host's name or its first part. A container without this label is not"
                  + " looked at. With a dot in it and no `interlock.domain`, it is the whole name.");

  public static final Label<String> DOMAIN =
      of("domain", Grammar.EXACT_NAME, LEAVES_OUT)
          .example("example.com")
          .byDefault("`local`")
          .doc(
              "The rest of the name: `hostname=shop`, `domain=example.com` is `shop.example.com`. Equal values are one name.");

  public static final Label<String> ALIAS_DOMAIN =
      of("alias_domain", Grammar.HOST_NAME, IGNORES_IT)
          .numbered()
          .example("www.example.com")
          .doc(
              "A further name of the same host. A name that another host serves already is refused.");

  public static final Label<Integer> PORT =
      of("port", Grammar.PORT, LEAVES_OUT)
          .example("8080")
          .byDefault("the only exposed port")
          .doc("The container port to send requests to. Needed where a container exposes several.");

  public static final Label<String> NETWORK =
      of("network", Grammar.NETWORK_NAME, LEAVES_OUT)
          .example("frontend")
          .doc("Reach the container on this network; the proxies are connected to it.");

  public static final Label<Boolean> SSL =
      of("ssl", Grammar.FLAG, LEAVES_OUT)
          .example("true")
          .byDefault("`false`")
          .doc(
              "Serve the host on `SSLPort` too, with `interlock.ssl_cert` and `interlock.ssl_cert_key`.");

  public static final Label<Boolean> SSL_ONLY =
      of("ssl_only", Grammar.FLAG, LEAVES_OUT)
          .example("true")
          .byDefault("`false`")
          .doc("Serve the host on `SSLPort` and redirect HTTP there. Implies `interlock.ssl`.");

  public static final Label<String> SSL_CERT =
      of("ssl_cert", Grammar.FILE_NAME, LEAVES_OUT)
          .example("shop.pem")
          .doc("The host's certificate (with its chain), as a file of the proxy.");

  public static final Label<String> SSL_CERT_KEY =
      of("ssl_cert_key", Grammar.FILE_NAME, LEAVES_OUT)
          .example("shop-key.pem")
          .byDefault("the certificate's file")
          .doc("The certificate's private key, as a file of the proxy.");

  public static final Label<Boolean> SSL_BACKEND =
      of("ssl_backend", Grammar.FLAG, LEAVES_OUT)
          .example("true")
          .byDefault("`false`")
          .doc("Speak TLS to the containers of this host.");

  public static final Label<Grammar.Verification> SSL_BACKEND_TLS_VERIFY =
      of("ssl_backend_tls_verify", Grammar.VERIFICATION, LEAVES_OUT)
          .example("required")
          .byDefault("`required` where there is a CA to verify with, else `none`")
          .doc("Whether the containers' certificates are verified.");

  public static final Label<String> SSL_BACKEND_CERT =
      of("ssl_backend_cert", Grammar.FILE_NAME, LEAVES_OUT)
          .example("client.pem")
          .byDefault("`ProxySSLCertificate`")
          .doc("The certificate that the proxy shows to the containers of this host.");

  public static final Label<String> SSL_BACKEND_CERT_KEY =
      of("ssl_backend_cert_key", Grammar.FILE_NAME, LEAVES_OUT)
          .example("client-key.pem")
          .byDefault("`ProxySSLCertificateKey`; beside `interlock.ssl_backend_cert`, that file")
          .doc("The private key of that certificate.");

  public static final Label<String> SSL_BACKEND_PASSWORD_FILE =
      of("ssl_backend_password_file", Grammar.FILE_NAME, LEAVES_OUT)
          .example("client.pass")
          .byDefault("`ProxySSLPasswordFile`")
          .doc("A file with the pass phrase of that key, one on a line.");

  public static final Label<String> SSL_BACKEND_CA =
      of("ssl_backend_ca", Grammar.FILE_NAME, LEAVES_OUT)
          .example("backend-ca.pem")
          .byDefault("`ProxySSLTrustedCertificate`")
          .doc("The CA certificates to verify the containers with.");

  public static final Label<String> SSL_BACKEND_NAME =
      of("ssl_backend_name", Grammar.EXACT_NAME, LEAVES_OUT)
          .example("shop.internal")
          .byDefault("the host's name")
          .doc("The name to verify in the containers' certificates and to send as SNI.");

  /// Whether a value outside the grammar keeps the container out, or is ignored alone.
  ///
  /// What decides where requests go, or how they are protected, is never guessed.
  public enum Mistake {
    LEAVES_OUT,
    IGNORES_IT
  }

  private final String key;
  private final Grammar<T> grammar;
  private final Mistake onMistake;
  private boolean numbered;
  private String example = "";
  private String byDefault = "–";
  private String doc = "";

  private Label(String key, Grammar<T> grammar, Mistake onMistake) {
    this.key = key;
    this.grammar = grammar;
    this.onMistake = onMistake;
    TABLE.add(this);
  }

  private static <T> Label<T> of(String name, Grammar<T> grammar, Mistake onMistake) {
    return new Label<>(PREFIX + name, grammar, onMistake);
  }

  private Label<T> numbered() {
    numbered = true;
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

  /// All labels of an application container, in the order in which they are documented.
  public static List<Label<?>> all() {
    return Collections.unmodifiableList(TABLE);
  }

  public String key() {
    return key;
  }

  public Grammar<T> grammar() {
    return grammar;
  }

  public Mistake onMistake() {
    return onMistake;
  }

  /// True where `key.1`, `key.2`, … are further values.
  public boolean isNumbered() {
    return numbered;
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

  /// True when `name` is this label, or one of its numbered forms.
  boolean covers(String name) {
    return name.equals(key) || (numbered && name.startsWith(key + "."));
  }

  @Override
  public String toString() {
    return key;
  }
}
