package io.sallyport.proxy.haproxy;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.SettingsView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a template sees: plain maps and lists, so that our types may change and operators'
/// templates stay right. Documented in docs/haproxy.md; a change that takes something away raises
/// [#MODEL].
final class HaproxyView {
  /// The version of the model.
  static final int MODEL = 1;

  private static final int HTTPS = 443;

  /// Of Mozilla's recommendation "intermediate", for TLS 1.2.
  private static final String CIPHERS =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
          + ":ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
          + ":ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
          + ":DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";

  private HaproxyView() {}

  /// @param hosts the table's
  static Map<String, Object> of(
      RoutingTable table,
      List<SiteView> hosts,
      ProxySettings settings,
      HaproxyCapabilities can,
      String template) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("model", MODEL);
    view.put("template", template);
    view.put("proxy", SettingsView.of(settings));
    view.put("can", can.view());
    view.put("listen", listen(settings, can));
    view.put("lists", folder(settings));
    Optional<String> certificate = defaultCertificate(settings);
    view.put("defaultCertificate", certificate.orElse(null));
    view.put(
        "tls",
        certificate.isPresent() || table.hosts().stream().anyMatch(host -> host.tls().isPresent()));
    view.put("certificates", Lists.store(table, can));
    view.put("tlsCiphers", CIPHERS);
    view.put("alpn", settings.get(Setting.HTTP2) ? "h2,http/1.1" : "http/1.1");
    view.put(
        "verifies",
        table.hosts().stream()
            .flatMap(host -> host.tls().stream())
            .map(Tls::clientAuthentication)
            .anyMatch(Optional::isPresent));
    view.put(
        "wildcards",
        table.hosts().stream().map(Lists::names).flatMap(List::stream).anyMatch(Lists::isWildcard));
    view.put(
        "httpsPorts",
        table.httpsPorts().stream()
            .filter(port -> port.https() != HTTPS)
            .map(port -> Map.of("http", port.http(), "https", port.https()))
            .toList());
    view.put(
        "refusals",
        new TreeSet<>(
            table.hosts().stream()
                .map(VirtualHost::refusals)
                .flatMap(List::stream)
                .map(Refusal::status)
                .toList()));
    view.put("hosts", hosts);
    return view;
  }

  /// Where [Lists] are, beside the configuration.
  static String folder(ProxySettings settings) {
    String live = settings.get(Setting.CONFIG_PATH);
    return live.substring(0, live.lastIndexOf('/') + 1) + Lists.FOLDER;
  }

  private static Optional<String> defaultCertificate(ProxySettings settings) {
    return settings
        .find(Setting.SSL_CERT)
        .map(file ->
            file.startsWith("/")
                ? file
                : settings.find(Setting.SSL_CERT_PATH).map(path -> path + "/").orElse("/") + file);
  }

  /// What stands behind `bind`. An address for both kinds would take IPv4 clients for IPv6 ones.
  private static Map<String, List<List<String>>> listen(
      ProxySettings settings, HaproxyCapabilities can) {
    boolean both =
        switch (settings.get(Setting.IPV6)) {
          case "on" -> true;
          case "off" -> false;
          default -> can.ipv6();
        };
    return Map.of(
        "http", addresses(settings.get(Setting.PORT), both),
        "https", addresses(settings.get(Setting.SSL_PORT), both));
  }

  private static List<List<String>> addresses(int port, boolean both) {
    List<String> four = List.of(":" + port);
    return both ? List.of(four, List.of(":::" + port, "v6only")) : List.of(four);
  }
}
