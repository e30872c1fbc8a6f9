package io.sallyport.proxy.nginx;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.LabelView;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.SampleTables;
import io.sallyport.template.Template;
import io.sallyport.template.TemplateException;
import io.sallyport.template.TextCache;
import io.sallyport.template.TextCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes a routing table as Nginx's configuration, by our template or the operator's.
///
/// Every value that a template prints is written as one word of the configuration ([NginxSyntax]);
/// there is no way round it in a template.
final class NginxRenderer implements Renderer {
  static final String BUILT_IN = "sallyport:nginx.conf";

  /// All but the host are the same in each rendering for one kind of Nginx.
  private static final Template.Language LANGUAGE =
      new Template.Language(
          BUILT_IN,
          NginxSyntax::word,
          List.of(new DirectivesTag()),
          Set.of("model", "template", "proxy", "can", "listen", DirectivesTag.HEADERS),
          Map.of(HostView.LABELS, LabelView.PREFIX));

  /// What a template has to do with.
  private static final List<NginxCapabilities> LEAST_AND_MOST =
      List.of(
          NginxCapabilities.parse("nginx/1.9.0 unprivileged pid=none modules= no-memory"),
          NginxCapabilities.BASELINE,
          NginxCapabilities.parse("nginx/999.0.0 ipv6"));

  private final ProxySettings settings;
  private final Template template;
  private final TextCaches<NginxCapabilities> texts = new TextCaches<>();

  private NginxRenderer(ProxySettings settings, Template template) {
    this.settings = settings;
    this.template = template;
  }

  /// Reads and tries the template that the extension names.
  ///
  /// @throws TemplateException when it is missing, does not parse, or does not render
  static NginxRenderer load(ProxySettings settings) {
    Template template = Template.load(LANGUAGE, settings.find(Setting.TEMPLATE_PATH).map(Path::of));
    NginxRenderer renderer = new NginxRenderer(settings, template);
    List<Map<String, Object>> samples = new ArrayList<>();
    for (NginxCapabilities can : LEAST_AND_MOST) {
      SampleTables.tables(template.asked(HostView.LABELS))
          .forEach(table -> samples.add(renderer.view(table, can)));
    }
    template.check(samples);
    return renderer;
  }

  @Override
  public boolean stale() {
    return template.stale();
  }

  @Override
  public RenderedConfig render(RoutingTable table, Capabilities can) {
    return render(table, NginxCapabilities.of(can));
  }

  RenderedConfig render(RoutingTable table, NginxCapabilities can) {
    return RenderedConfig.of(template.write(view(table, can)));
  }

  private Map<String, Object> view(RoutingTable table, NginxCapabilities can) {
    List<HostView> hosts = table.hosts().stream().map(HostView::new).toList();
    Map<String, Object> view = TemplateView.of(table, hosts, settings, can, template.name());
    TextCache known = texts.of(can);
    known.begin();
    view.put(Template.TEXTS, known);
    return view;
  }

  TextCache texts(NginxCapabilities can) {
    return texts.of(can);
  }
}
