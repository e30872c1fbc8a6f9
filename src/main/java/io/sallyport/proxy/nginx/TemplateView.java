package io.sallyport.proxy.nginx;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.proxy.SettingsView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a template sees: plain maps and lists, so that our types may change and operators'
/// templates stay right. Documented in docs/templates.md; a change that takes something away raises
/// [#MODEL].
final class TemplateView {
  /// The version of the model.
  static final int MODEL = 1;

  private static final int SMALLEST_HASH = 512;
  private static final int HTTPS = 443;

  private TemplateView() {}

  /// @param hosts the table's
  static Map<String, Object> of(
      RoutingTable table,
      List<HostView> hosts,
      ProxySettings settings,
      NginxCapabilities can,
      String template) {
    int names = 0;
    for (VirtualHost host : table.hosts()) {
      names += 1 + host.aliases().size();
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", MODEL);
    view.put("template", template);
    view.put("proxy", proxy(settings, can));
    view.put("can", can.view());
    view.put("listen", listen(settings, can));
    view.put("hosts", hosts);
    view.put(DirectivesTag.HEADERS, new DirectivesTag.Headers());
    view.put(
        "firstTls",
        table.hosts().stream()
            .flatMap(host -> host.tls().stream())
            .limit(1)
            .map(tls -> Map.of("certificate", tls.certificate(), "key", tls.key()))
            .toList());
    view.put("unnamed", List.of(HostView.UNNAMED));
    view.put(
        "httpsPorts",
        table.httpsPorts().stream()
            .filter(port -> port.https() != HTTPS)
            .map(port -> Map.of("http", port.http(), "https", port.https()))
            .toList());
    view.put(
        "strips",
        table.hosts().stream()
            .flatMap(host -> host.locations().stream())
            .anyMatch(Location::stripped));
    view.put(
        "verifies",
        table.hosts().stream()
            .flatMap(host -> host.tls().stream())
            .anyMatch(tls -> tls.clientAuthentication().isPresent()));
    view.put("namesHashSize", Math.max(SMALLEST_HASH, Integer.highestOneBit(names) * 4));
    return view;
  }

  /// Where servers listen, as `listen` has it.
  private static Map<String, List<String>> listen(ProxySettings settings, NginxCapabilities can) {
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

  private static List<String> addresses(int port, boolean both) {
    return both ? List.of("" + port, "[::]:" + port) : List.of("" + port);
  }

  /// Every setting of the extension under its name in camel case; null where it has no value. The
  /// pid file is where the proxy has it, if no setting says where.
  private static Map<String, @Nullable Object> proxy(
      ProxySettings settings, NginxCapabilities can) {
    Map<String, @Nullable Object> view = SettingsView.of(settings);
    view.putIfAbsent(Setting.PID_PATH.property(), can.pidFile().orElse(null));
    TlsPolicy policy = TlsPolicy.of(settings);
    view.put(Setting.SSL_PROTOCOLS.property(), policy.protocols());
    view.put(Setting.SSL_CIPHERS.property(), policy.ciphers());
    return view;
  }
}
