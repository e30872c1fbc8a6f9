package io.sallyport.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.sallyport.config.Settings;
import io.sallyport.engine.Observation;
import io.sallyport.render.RenderedConfig;
import io.sallyport.render.Renderer;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport render`: the configuration, without deploying it.
@Command(
    name = "render",
    description = {
      "Prints the configuration that would be deployed; changes nothing.",
      "Findings go to standard error."
    })
final class RenderCommand implements Runnable {
  private static final int CONTEXT_LINES = 3;

  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private Inputs.Look look;

  @Option(
      names = "--proxy",
      paramLabel = "NAME",
      description = "For this proxy container; without it, for each where they differ.")
  private @Nullable String proxy;

  @Option(
      names = "--diff",
      paramLabel = "FILE",
      description =
          "Print a unified diff from this configuration to the one that would be deployed.")
  private @Nullable Path diff;

  @SuppressWarnings("NullAway.Init")
  RenderCommand() {}

  @Override
  public void run() {
    Settings settings = Extensions.supported(inputs.settings());
    if (settings.proxies().isEmpty()) {
      throw new InputException(
          "The settings have no nginx extension, so there is nothing to render");
    }
    PrintWriter err = spec.commandLine().getErr();
    Observation seen = look.observe(settings).whole();
    Routing routing = new Router(settings).route(seen);
    if (routing.proxies().isEmpty() && proxy == null) {
      err.println(
          "No running container has the label interlock.ext.name=nginx; rendered as for a proxy"
              + " that is on every network.");
      routing = new Router(settings).route(Preview.withProxy(seen));
    }
    routing.findings().forEach(err::println);
    err.flush();
    Map<RenderedConfig, List<String>> configs = render(chosen(routing));
    if (diff == null) {
      print(configs);
    } else {
      printDiff(diff, configs);
    }
  }

  private List<ProxyRouting> chosen(Routing routing) {
    List<ProxyRouting> chosen =
        routing.proxies().stream()
            .filter(share -> proxy == null || proxy.equals(share.proxy().name()))
            .toList();
    if (chosen.isEmpty()) {
      String names =
          routing.proxies().stream()
              .map(share -> "`" + share.proxy().name() + "`")
              .collect(Collectors.joining(", "));
      throw new InputException(
          "No running proxy is named `"
              + proxy
              + "`; "
              + (names.isEmpty() ? "none runs" : "there is " + names));
    }
    return chosen;
  }

  /// The proxies by what they would run.
  private static Map<RenderedConfig, List<String>> render(List<ProxyRouting> shares) {
    Map<RenderedConfig, List<String>> configs = new LinkedHashMap<>();
    for (ProxyRouting share : shares) {
      RenderedConfig config = Renderer.load(share.settings()).render(share.table());
      configs.computeIfAbsent(config, any -> new ArrayList<>()).add(share.proxy().name());
    }
    return configs;
  }

  private void print(Map<RenderedConfig, List<String>> configs) {
    StringBuilder text = new StringBuilder();
    configs.forEach((config, proxies) -> {
      if (configs.size() > 1) {
        text.append("# Proxy ").append(String.join(", ", proxies)).append('\n');
      }
      text.append(config.text());
    });
    Output.print(spec, text.toString());
  }

  private void printDiff(Path file, Map<RenderedConfig, List<String>> configs) {
    if (configs.size() > 1) {
      throw new InputException(
          "The proxies would run different configurations: choose one with --proxy");
    }
    List<String> before = lines(file);
    List<String> after = configs.keySet().iterator().next().text().lines().toList();
    StringBuilder text = new StringBuilder();
    UnifiedDiffUtils.generateUnifiedDiff(
            file.toString(), "deployed", before, DiffUtils.diff(before, after), CONTEXT_LINES)
        .forEach(line -> text.append(line).append('\n'));
    Output.print(spec, text.toString());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new InputException(file + ": cannot be read: " + Output.reason(unreadable));
    }
  }
}
