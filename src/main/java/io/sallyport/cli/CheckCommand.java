package io.sallyport.cli;

import io.sallyport.api.Json;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.proxy.Renderer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport check`: all problems that can be found. Each check uses what the one before it found,
/// and says that it could not check if that found nothing usable.
@Command(
    description = {
      "Lists everything that is wrong: settings, template, engine, proxies, labels, certificates.",
      "Looks at the engine itself, and asks the running daemon for what only it knows, such as what"
          + " proxies refuse and which servers fail. Says what it could not check.",
      "Changes nothing, in no proxy.",
    },
    footer = {
      "",
      "Examples:",
      "  sallyport check",
      "  sallyport check -c new.toml",
      "  sallyport check --snapshot snapshot.json",
      "",
      "Exit codes: 0 all is well; 2 settings, template or snapshot are wrong; else 1 the engine"
          + " fails or refuses, the daemon is stalled or cannot read the engine, or that of --url"
          + " does not answer; else 3 any other problem, the daemon's findings too (warnings and"
          + " errors)."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private Inputs.Target target;
  @Mixin private DaemonTarget daemon;

  @Option(
      names = "--json",
      description =
          "Print JSON: `exitCode`, `daemon`, and `checks` with `result`, `subject`, `text`, `code`.")
  private boolean json;

  private final Checklist list = new Checklist();

  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() {
    SettingsCheck check = new SettingsCheck(inputs, list);
    Optional<DaemonKnowledge> known = Optional.empty();
    Optional<Settings> read = check.settings();
    if (read.isPresent()) {
      Settings settings = read.get();
      Map<ProxySettings, Renderer> renderers = check.templates(settings);
      known = daemon(settings);
      if (!target.isNamed() && known.filter(each -> each.uses(settings)).isEmpty()) {
        check.certificates(settings);
      }
      if (!target.isNamed()) {
        new AgentCheck(list).certificates(settings);
      }
      RoutingCheck routing = new RoutingCheck(settings, renderers, known, list);
      new EngineCheck(list)
          .look(settings, target)
          .ifPresentOrElse(routing::check, known.isPresent() ? routing::check : () -> {});
    } else {
      list.note("all else", "not checked without settings");
    }
    String address = known.map(each -> each.address().toString()).orElse("");
    Output.print(spec, json ? Json.text(list.report(address)) : list.text(System.out.charset()));
    return list.exitCode();
  }

  private Optional<DaemonKnowledge> daemon(Settings settings) {
    DaemonCheck check = new DaemonCheck(list);
    if (target.isNamed()) {
      check.none("not asked, since there is --snapshot");
      return Optional.empty();
    }
    return check.ask(inputs, daemon, settings);
  }
}
