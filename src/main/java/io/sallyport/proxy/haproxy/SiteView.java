package io.sallyport.proxy.haproxy;

import io.sallyport.config.DurationSyntax;
import io.sallyport.model.ByteSize;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.LabelView;
import io.sallyport.template.CachedView;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a template sees of one host: a map whose values are made when one is asked for. A host
/// whose text is known already is not asked for any ([io.sallyport.template.TextCache]).
final class SiteView extends AbstractMap<String, @Nullable Object> implements CachedView {
  static final String LABELS = "labels";

  private final VirtualHost host;
  private @Nullable Map<String, @Nullable Object> fields;

  SiteView(VirtualHost host) {
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
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return fields().entrySet();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return fields().get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return fields().containsKey(key);
  }

  private Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> known = fields;
    if (known == null) {
      known = made();
      fields = known;
    }
    return known;
  }

  private Map<String, @Nullable Object> made() {
    Optional<ClientAuthentication> clients = host.tls().flatMap(Tls::clientAuthentication);
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", host.name());
    view.put("aliases", host.aliases());
    view.put("names", Lists.names(host));
    view.put("tls", host.tls().map(SiteView::certificate).orElse(null));
    view.put("redirect", host.redirectToTls());
    view.put("clientCa", clients.map(ClientAuthentication::ca).orElse(null));
    view.put(
        "clientCertificateRequired", clients.filter(ClientAuthentication::required).isPresent());
    view.put(
        "bodySize",
        host.limits().bodySize().map(ByteSize::bytes).filter(size -> size > 0).orElse(null));
    view.put("readTimeout", host.limits().readTimeout().map(DurationSyntax::format).orElse(null));
    view.put("locations", host.locations().stream().map(this::location).toList());
    view.put(LABELS, new LabelView(host.labels()));
    return view;
  }

  private static Map<String, Object> certificate(Tls tls) {
    return Map.of("certificate", tls.certificate(), "key", tls.key());
  }

  private Map<String, @Nullable Object> location(Location location) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("backend", Lists.backend(location));
    view.put("path", location.prefix());
    view.put("root", location.root());
    view.put("length", location.root().length());
    view.put("stripped", location.stripped());
    view.put("redirected", location.redirected());
    view.put(
        "endpoints",
        location.websockets().stream()
            .map(path -> Map.of("path", path, "below", Location.below(path)))
            .toList());
    view.put("tls", location.backendTls().map(this::backendTls).orElse(null));
    ServerView.put(location.upstream(), view);
    return view;
  }

  /// A check has no client whose name it could ask for.
  private Map<String, @Nullable Object> backendTls(BackendTls tls) {
    Optional<ClientCertificate> client = tls.client();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("sni", tls.serverName().map("str(%s)"::formatted).orElse("var(txn.host)"));
    view.put(
        "checkSni",
        tls.serverName()
            .or(() -> Optional.of(host.name()).filter(name -> !Lists.isWildcard(name)))
            .orElse(null));
    view.put("ca", tls.ca().orElse(null));
    view.put("certificate", client.map(ClientCertificate::certificate).orElse(null));
    return view;
  }
}
