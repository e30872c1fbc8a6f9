package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Observation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    description = {
      "Prints the configuration that would be deployed; changes nothing.",
      "Findings go to standard error."
    },
    footer = {
      "",
      "Examples:",
      "  sallyport render --proxy edge",
      "  sallyport render --diff",
      "  sallyport render -c new.toml --snapshot snapshot.json"
    })
final class RenderCommand implements Runnable {
  /// No file can have this name.
  private static final String RUNNING = "";

  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private Inputs.Target look;

  @Option(
      names = "--proxy",
      paramLabel = "NAME",
      description = "For this proxy container; without it, for each where they differ.")
  private @Nullable String proxy;

  @Option(
      names = "--diff",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = RUNNING,
      description =
          "Print a unified diff from this configuration (- for standard input) to the one that"
              + " would be deployed. Without FILE: from what each proxy runs, as its file says.")
  private @Nullable Path diff;

  @SuppressWarnings("NullAway.Init")
  RenderCommand() {}

  @Override
  public void run() {
    PrintWriter err = spec.commandLine().getErr();
    Settings read = inputs.settings();
    Inputs.sayWarnings(read, err);
    Settings settings = Kinds.supported(read);
    if (settings.proxies().isEmpty()) {
      throw new InputException(
          "The settings have no extension for nginx or haproxy, so there is nothing to render");
    }
    boolean running = diff != null && diff.toString().equals(RUNNING);
    if (running && look.saved().isPresent()) {
      throw new InputException("--diff without a file asks the proxies, and --snapshot nobody");
    }
    Inputs.Target.Observed all = look.observeProxies(settings);
    Observation seen = all.observation().whole();
    Routing routing = Kinds.route(settings, seen);
    if (routing.proxies().isEmpty() && proxy == null && !running) {
      err.println(
          "No running container has the label %s; rendered as for a proxy that is on every network."
              .formatted(Kinds.label(settings)));
      routing = Kinds.route(settings, Preview.withProxy(settings, seen));
    }
    routing.findings().forEach(err::println);
    all.proxies()
        .problems()
        .forEach((name, problem) -> err.println("proxy " + name + ": " + problem));
    err.flush();
    List<ProxyRouting> chosen = chosen(settings, routing);
    if (diff == null) {
      print(render(chosen, all.proxies()));
    } else if (running) {
      Output.print(spec, Difference.fromRunning(settings, chosen, all.proxies()));
    } else {
      printDiff(diff, render(chosen, all.proxies()));
    }
  }

  private List<ProxyRouting> chosen(Settings settings, Routing routing) {
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
          proxy == null
              ? "No running container has the label " + Kinds.label(settings)
              : "No running proxy is named `"
                  + proxy
                  + "`; "
                  + (names.isEmpty() ? "none runs" : "there is " + names));
    }
    return chosen;
  }

  /// The proxies by what they would run.
  private static Map<RenderedConfig, List<String>> render(
      List<ProxyRouting> shares, ProxyProbes proxies) {
    Map<RenderedConfig, List<String>> configs = new LinkedHashMap<>();
    for (ProxyRouting share : shares) {
      RenderedConfig config =
          Kinds.DRIVERS
              .of(share.settings())
              .renderer(share.settings())
              .render(share.table(), proxies.of(share));
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
    RenderedConfig deployed = configs.keySet().iterator().next();
    Output.print(spec, Difference.of(file.toString(), text(file), "deployed", deployed.text()));
  }

  private static String text(Path file) {
    try {
      return file.toString().equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(file);
    } catch (IOException unreadable) {
      throw new InputException(file + ": cannot be read: " + Output.reason(unreadable));
    }
  }
}
