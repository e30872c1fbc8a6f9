package io.sallyport.proxy.nginx;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.core.DisallowExtensionCustomizerBuilder;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.template.BoundedWriter;
import io.sallyport.template.GoTemplate;
import io.sallyport.template.TemplateBlocks;
import io.sallyport.template.TemplateException;
import io.sallyport.template.TemplateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// Writes a routing table as a proxy's configuration, by our template or the operator's.
///
/// Every value that a template prints is written as one word of the configuration ([NginxSyntax]);
/// there is no way round it in a template.
public final class Renderer {
  static final String BUILT_IN = "sallyport:nginx.conf";

  /// Ten times what 10,000 hosts take: a template that writes more has lost its way.
  static final int LARGEST_CONFIGURATION = 64 * 1024 * 1024;

  private static final int MOST_KINDS = 8;

  private final ProxySettings settings;
  private final TemplateFiles files;
  private final PebbleTemplate template;
  private final String name;
  private final Map<Capabilities, HostViews> hosts = new LinkedHashMap<>();

  private Renderer(
      ProxySettings settings, TemplateFiles files, PebbleTemplate template, String name) {
    this.settings = settings;
    this.files = files;
    this.template = template;
    this.name = name;
  }

  /// Reads and tries the template that the extension names.
  ///
  /// @throws TemplateException when it is missing, does not parse, or does not render
  public static Renderer load(ProxySettings settings) {
    Optional<Path> own = settings.find(Setting.TEMPLATE_PATH).map(Path::of);
    TemplateFiles files = new TemplateFiles(own.map(Path::toAbsolutePath).map(Path::getParent));
    String name = own.map(path -> path.getFileName().toString()).orElse(BUILT_IN);
    TemplateBlocks blocks = new TemplateBlocks();
    PebbleEngine pebble =
        new PebbleEngine.Builder()
            .loader(files)
            .strictVariables(true)
            .newLineTrimming(false)
            .extension(new NginxWords(), blocks)
            .methodAccessValidator((object, method) -> false)
            .registerExtensionCustomizer(
                new DisallowExtensionCustomizerBuilder()
                    .disallowedFilterKeys(List.of("raw"))
                    .disallowedFunctionKeys(List.of("range")) // It makes lists of any length.
                    .disallowedTokenParserTags(List.of("autoescape"))
                    .build())
            .build();
    try {
      Renderer renderer = new Renderer(settings, files, pebble.getTemplate(name), name);
      for (Capabilities can : Trial.capabilities()) {
        Trial.tables().forEach(table -> renderer.render(table, can));
      }
      blocks.check();
      return renderer;
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (StackOverflowError endless) {
      throw new TemplateException(
          "template " + files.describe(name) + ": includes itself without end", endless);
    }
  }

  /// True when a file of the operator's template has changed since it was read.
  public boolean stale() {
    return files.changed();
  }

  /// The hosts' views, of which the text depends on what Nginx can do. A fleet has a few kinds.
  HostViews hosts(Capabilities can) {
    synchronized (hosts) {
      HostViews views = hosts.remove(can);
      hosts.put(can, views == null ? new HostViews() : views);
      if (hosts.size() > MOST_KINDS) {
        hosts.remove(hosts.keySet().iterator().next());
      }
      return Objects.requireNonNull(hosts.get(can));
    }
  }

  /// The configuration for a table, for a proxy that nobody asked what it can do.
  ///
  /// @throws TemplateException when the template fails on this table
  public RenderedConfig render(RoutingTable table) {
    return render(table, Capabilities.BASELINE);
  }

  /// The configuration for a table, in the proxy's own dialect.
  ///
  /// @throws TemplateException when the template fails on this table
  public RenderedConfig render(RoutingTable table, Capabilities can) {
    BoundedWriter text = new BoundedWriter(LARGEST_CONFIGURATION);
    try {
      template.evaluate(
          text, TemplateView.of(table, hosts(can).of(table.hosts()), settings, can, name));
    } catch (IOException tooLarge) {
      throw new TemplateException(
          "template " + files.describe(name) + ": " + tooLarge.getMessage(), tooLarge);
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (RuntimeException wrong) { // Pebble's own filters let out whatever they stumble over.
      throw new TemplateException("template " + files.describe(name) + ": " + wrong, wrong);
    }
    return RenderedConfig.of(text.toString());
  }

  private static TemplateException explained(
      TemplateFiles files, String name, PebbleException wrong) {
    String failed = wrong.getFileName() == null ? name : wrong.getFileName();
    String file = files.describe(failed);
    OptionalInt goLine = files.text(failed).map(GoTemplate::firstLine).orElse(OptionalInt.empty());
    if (goLine.isPresent()) {
      return new TemplateException(
          "template " + file + ":" + goLine.getAsInt() + ": " + GoTemplate.EXPLAINED, wrong);
    }
    boolean placed = wrong.getLineNumber() != null && wrong.getLineNumber() > 0;
    String line = placed ? ":" + wrong.getLineNumber() : "";
    String message =
        switch (wrong) {
          case AttributeNotFoundException missing ->
              "there is no `%s` here; docs/templates.md lists what there is"
                  .formatted(missing.getAttributeName());
          case PebbleException any when any.getPebbleMessage() == null -> any.toString();
          case PebbleException any -> any.getPebbleMessage();
        };
    return new TemplateException("template " + file + line + ": " + message, wrong);
  }
}
