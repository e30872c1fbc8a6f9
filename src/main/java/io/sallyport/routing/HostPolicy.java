package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelValues;
import io.sallyport.labels.TrafficGrammar.ClientVerification;
import io.sallyport.model.ByteSize;
import io.sallyport.source.Group;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What applies to a whole host, as the containers of the group that owns it say together: the
/// oldest one's value, but for two that protect. There the strictest counts: `ssl_only` where any
/// asks for it, and of `ssl_verify_client` `on` over `optional` over `off`.
///
/// @param asking whether clients must show certificates
/// @param redirected whether `ssl_only` is asked for
/// @param secured whether `ssl` is asked for
/// @param certificate and the other files as absolute paths in the proxy
record HostPolicy(
    Optional<String> ca,
    ClientVerification asking,
    boolean redirected,
    boolean secured,
    Optional<String> certificate,
    Optional<String> key,
    Optional<ByteSize> bodySize,
    Optional<Duration> readTimeout) {
  /// What counts without the label.
  private static final ByteSize BODY_SIZE = ByteSize.mib(2048);

  static HostPolicy of(List<Intent> deciders, ProxySettings settings) {
    Optional<Intent> certificate =
        deciders.stream().filter(each -> each.values().has(Label.SSL_CERT)).findFirst();
    Optional<String> file = certificate.flatMap(each -> each.values().get(Label.SSL_CERT));
    return new HostPolicy(
        first(deciders, Label.SSL_CLIENT_CA).map(ca -> TlsLabels.inProxy(ca, settings)),
        deciders.stream()
            .flatMap(each -> asking(each).stream())
            .min(ClientVerification::compareTo)
            .orElse(ClientVerification.OFF),
        deciders.stream().anyMatch(each -> each.values().isSet(Label.SSL_ONLY)),
        first(deciders, Label.SSL).orElse(false),
        file.map(each -> TlsLabels.inProxy(each, settings)),
        // From the container that names the certificate: another one's key would not fit.
        certificate
            .flatMap(each -> each.values().get(Label.SSL_CERT_KEY))
            .or(() -> file)
            .map(each -> TlsLabels.inProxy(each, settings)),
        first(deciders, Label.CLIENT_MAX_BODY_SIZE),
        first(deciders, Label.PROXY_READ_TIMEOUT));
  }

  private static <T> Optional<T> first(List<Intent> deciders, Label<T> label) {
    return deciders.stream().flatMap(each -> each.values().get(label).stream()).findFirst();
  }

  /// What one container asks of clients, if anything: a CA alone means `on`.
  static Optional<ClientVerification> asking(Intent intent) {
    LabelValues labels = intent.values();
    return labels
        .get(Label.SSL_VERIFY_CLIENT)
        .or(() -> labels.get(Label.SSL_CLIENT_CA).map(any -> ClientVerification.ON));
  }

  /// Whether plain HTTP is only redirected.
  boolean only() {
    return redirected || asking == ClientVerification.ON;
  }

  /// Whether the host is to be served by TLS.
  boolean wanted() {
    return secured || only() || asking == ClientVerification.OPTIONAL;
  }

  /// The label by which a container asks for something else, if there is one.
  Optional<Label<?>> differing(Intent other, ProxySettings settings) {
    LabelValues labels = other.values();
    if (differs(asking(other), asking)) {
      return Optional.of(
          labels.has(Label.SSL_VERIFY_CLIENT) ? Label.SSL_VERIFY_CLIENT : Label.SSL_CLIENT_CA);
    } else if (differs(file(labels, Label.SSL_CLIENT_CA, settings), ca)) {
      return Optional.of(Label.SSL_CLIENT_CA);
    } else if (differs(labels.get(Label.SSL_ONLY), only())) {
      return Optional.of(Label.SSL_ONLY);
    } else if (differs(labels.get(Label.SSL), wanted())) {
      return Optional.of(Label.SSL);
    } else if (differs(file(labels, Label.SSL_CERT, settings), certificate)) {
      return Optional.of(Label.SSL_CERT);
    } else if (differs(file(labels, Label.SSL_CERT_KEY, settings), key)) {
      return Optional.of(Label.SSL_CERT_KEY);
    } else if (differs(labels.get(Label.CLIENT_MAX_BODY_SIZE), bodySize.orElse(BODY_SIZE))) {
      return Optional.of(Label.CLIENT_MAX_BODY_SIZE);
    } else if (differs(
        labels.get(Label.PROXY_READ_TIMEOUT),
        readTimeout.orElse(Duration.ofSeconds(settings.get(Setting.PROXY_READ_TIMEOUT))))) {
      return Optional.of(Label.PROXY_READ_TIMEOUT);
    }
    return Optional.empty();
  }

  private static Optional<String> file(
      LabelValues labels, Label<String> label, ProxySettings settings) {
    return labels.get(label).map(file -> TlsLabels.inProxy(file, settings));
  }

  private static <T> boolean differs(Optional<T> said, T value) {
    return said.isPresent() && !said.get().equals(value);
  }

  private static <T> boolean differs(Optional<T> said, Optional<T> value) {
    return said.isPresent() && !said.equals(value);
  }

  /// The same for the same terms, and short. It is noted in proxies and compared by later versions,
  /// so its text has the words of the first one, whatever the names in the code.
  String digest() {
    return Group.digest(
        "HostTerms[ca=%s, asking=%s, redirected=%s, secured=%s, certificate=%s, key=%s, bodySize=%s, readTimeout=%s]"
            .formatted(ca, asking, redirected, secured, certificate, key, bodySize, readTimeout));
  }
}
