package io.sallyport.proxy.nginx;

import io.sallyport.config.DurationSyntax;
import io.sallyport.model.ByteSize;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.LabelView;
import io.sallyport.template.CachedView;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a template sees of one host: a map over the host itself, whose values are made when they
/// are asked for. A host whose text is known already is not asked for any
/// ([io.sallyport.template.TextCache]).
final class HostView extends AbstractMap<String, @Nullable Object> implements CachedView {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  static final String LABELS = "labels";

  private static final String TLS = "tls";
  private static final String PLAIN = "plain";

  /// What a template sees as the host of requests for names that nobody serves.
  static final Map<String, @Nullable Object> UNNAMED = unnamed();

  private static final Map<String, Function<VirtualHost, @Nullable Object>> FIELDS = fields();

  private final VirtualHost host;

  HostView(VirtualHost host) {
    this.host = host;
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public VirtualHost source() {
    return host;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    Function<VirtualHost, @Nullable Object> field = FIELDS.get(key);
    return field == null ? null : field.apply(host);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return FIELDS.containsKey(key);
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    FIELDS.forEach((name, field) -> all.put(name, field.apply(host)));
    return all.entrySet();
  }

  private static Map<String, @Nullable Object> unnamed() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", "_");
    view.put("aliases", List.of());
    view.put("names", List.of("_"));
    view.put("wildcard", false);
    view.put(TLS, null);
    view.put("redirect", false);
    view.put("clientCertificateRequired", false);
    view.put("bodySize", null);
    view.put("readTimeout", null);
    view.put("locations", List.of());
    view.put("refusals", List.of());
    view.put(LABELS, new LabelView(Collections.emptySortedMap()));
    return Collections.unmodifiableMap(view);
  }

  private static Map<String, Function<VirtualHost, @Nullable Object>> fields() {
    Map<String, Function<VirtualHost, @Nullable Object>> fields = new LinkedHashMap<>();
    fields.put("name", VirtualHost::name);
    fields.put("aliases", VirtualHost::aliases);
    fields.put("names", HostView::names);
    fields.put("wildcard", host -> names(host).stream().anyMatch(name -> name.startsWith("*")));
    fields.put(TLS, host -> host.tls().map(HostView::tls).orElse(null));
    fields.put("redirect", VirtualHost::redirectToTls);
    fields.put(
        "clientCertificateRequired",
        host ->
            host.tls()
                .flatMap(Tls::clientAuthentication)
                .filter(ClientAuthentication::required)
                .isPresent());
    fields.put("bodySize", host -> host.limits().bodySize().map(HostView::size).orElse(null));
    fields.put(
        "readTimeout",
        host -> host.limits().readTimeout().map(DurationSyntax::format).orElse(null));
    fields.put("locations", host -> host.locations().stream().map(HostView::location).toList());
    fields.put("refusals", host -> host.refusals().stream().map(HostView::refusal).toList());
    fields.put(LABELS, host -> new LabelView(host.labels()));
    fields.put(PLAIN, host -> List.of(plain(host)));
    return Collections.unmodifiableMap(fields);
  }

  private static List<String> names(VirtualHost host) {
    List<String> names = new ArrayList<>(List.of(host.name()));
    names.addAll(host.aliases());
    return names;
  }

  private static Map<String, @Nullable Object> plain(VirtualHost host) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    FIELDS.forEach((name, field) -> {
      if (!name.equals(PLAIN)) {
        plain.put(name, name.equals(TLS) ? null : field.apply(host));
      }
    });
    return plain;
  }

  private static Map<String, @Nullable Object> tls(Tls tls) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("certificate", tls.certificate());
    view.put("key", tls.key());
    view.put("clientCa", tls.clientAuthentication().map(ClientAuthentication::ca).orElse(null));
    view.put(
        "clientCertificateRequired",
        tls.clientAuthentication().filter(ClientAuthentication::required).isPresent());
    return view;
  }

  private static Map<String, Object> refusal(Refusal refusal) {
    return Map.of("path", refusal.path(), "status", refusal.status());
  }

  private static Map<String, @Nullable Object> location(Location location) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("path", location.prefix());
    view.put("root", location.root());
    view.put("stripped", location.stripped());
    view.put("redirected", location.redirected());
    view.put(
        "places",
        NginxLocation.of(location).stream()
            .map(place ->
                Map.of(
                    "path", place.path(),
                    "exact", place.exact(),
                    "websocket", place.websocket(),
                    "stripped", place.stripped()))
            .toList());
    view.put("upstream", UpstreamView.of(location.upstream()));
    view.put("tls", location.backendTls().map(HostView::backendTls).orElse(null));
    return view;
  }

  /// As Nginx reads sizes (<https://nginx.org/en/docs/syntax.html>).
  private static String size(ByteSize size) {
    long bytes = size.bytes();
    if (bytes == 0 || bytes % KIB != 0) {
      return Long.toString(bytes);
    }
    return bytes % MIB == 0 ? bytes / MIB + "m" : bytes / KIB + "k";
  }

  private static Map<String, @Nullable Object> backendTls(BackendTls tls) {
    Optional<ClientCertificate> client = tls.client();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("serverName", tls.serverName().orElse(null));
    view.put("ca", tls.ca().orElse(null));
    view.put("certificate", client.map(ClientCertificate::certificate).orElse(null));
    view.put("key", client.map(ClientCertificate::key).orElse(null));
    view.put("passwordFile", client.flatMap(ClientCertificate::passwordFile).orElse(null));
    return view;
  }
}
