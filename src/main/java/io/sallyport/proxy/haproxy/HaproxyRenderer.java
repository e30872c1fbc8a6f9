package io.sallyport.proxy.haproxy;

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

/// Writes a routing table as HAProxy's configuration, by our template or the operator's, with the
/// [Lists] that it names behind it.
///
/// Every value that a template prints is written as one word of the configuration
/// ([HaproxySyntax]); there is no way round it in a template.
final class HaproxyRenderer implements Renderer {
  static final String BUILT_IN = "sallyport:haproxy.cfg";

  /// All but the host are the same in each rendering for one kind of HAProxy.
  private static final Template.Language LANGUAGE =
      new Template.Language(
          BUILT_IN,
          HaproxySyntax::word,
          List.of(),
          Set.of("model", "template", "proxy", "can", "listen", "lists"),
          Map.of(SiteView.LABELS, LabelView.PREFIX));

  /// What a template has to do with.
  private static final List<HaproxyCapabilities> LEAST_AND_MOST =
      List.of(
          HaproxyCapabilities.BASELINE,
          HaproxyCapabilities.parse("haproxy/999.0.0 drops ipv6 socket=/run/s.sock"));

  private final ProxySettings settings;
  private final Template template;
  private final TextCaches<HaproxyCapabilities> texts = new TextCaches<>();

  private HaproxyRenderer(ProxySettings settings, Template template) {
    this.settings = settings;
    this.template = template;
  }

  /// Reads and tries the template that the extension names.
  ///
  /// @throws TemplateException when it is missing, does not parse, or does not render
  static HaproxyRenderer load(ProxySettings settings) {
    Template template = Template.load(LANGUAGE, settings.find(Setting.TEMPLATE_PATH).map(Path::of));
    HaproxyRenderer renderer = new HaproxyRenderer(settings, template);
    List<Map<String, Object>> samples = new ArrayList<>();
    for (HaproxyCapabilities can : LEAST_AND_MOST) {
      SampleTables.tables(template.asked(SiteView.LABELS))
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
    HaproxyCapabilities known = HaproxyCapabilities.of(can);
    String lists = Lists.of(table, HaproxyView.folder(settings), known);
    return RenderedConfig.of(template.write(view(table, known)) + lists);
  }

  private Map<String, Object> view(RoutingTable table, HaproxyCapabilities can) {
    List<SiteView> hosts = table.hosts().stream().map(SiteView::new).toList();
    Map<String, Object> view = HaproxyView.of(table, hosts, settings, can, template.name());
    TextCache known = texts.of(can);
    known.begin();
    view.put(Template.TEXTS, known);
    return view;
  }
}
