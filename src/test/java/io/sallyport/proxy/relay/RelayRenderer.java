package io.sallyport.proxy.relay;

import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.Renderer;
import io.sallyport.template.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The same template engine as Nginx's, with the relay's words.
final class RelayRenderer implements Renderer {
  private static final Template.Language LANGUAGE =
      new Template.Language(
          "sallyport:relay.conf", RelaySyntax::word, List.of(), Set.of(), Map.of());

  private final Template template = Template.load(LANGUAGE, Optional.empty());

  @Override
  public RenderedConfig render(RoutingTable table, Capabilities can) {
    Map<String, Object> view = new HashMap<>();
    view.put("sites", table.hosts().stream().map(RelayRenderer::site).toList());
    return RenderedConfig.of(template.write(view));
  }

  private static Map<String, Object> site(VirtualHost host) {
    List<Map<String, String>> members =
        host.locations().stream()
            .filter(RelayRenderer::isServed)
            .flatMap(location -> location.upstream().servers().stream())
            .map(server -> Map.of("address", server.address(), "container", server.container()))
            .toList();
    return Map.of("name", host.name(), "members", members);
  }

  static boolean isServed(Location location) {
    return location.root().equals("/");
  }

  @Override
  public boolean stale() {
    return template.stale();
  }
}
