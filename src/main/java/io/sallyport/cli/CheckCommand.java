package io.sallyport.cli;

import io.sallyport.cli.Checklist.Fault;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.config.SettingsException;
import io.sallyport.discovery.StoreException;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.Permission;
import io.sallyport.docker.json.SnapshotException;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Severity;
import io.sallyport.proxy.Renderer;
import io.sallyport.routing.ProxyList;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import io.sallyport.template.TemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport check`: all problems that can be found. Each check uses what the one before it found,
/// and says that it could not check if that found nothing usable.
@Command(
    description = {
      "Checks settings, template, access to the engine, proxies and labels, and lists all problems"
          + " that it finds: it does not end at the first.",
      "Changes nothing, in no proxy.",
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 2 settings, template or snapshot are wrong; else 1 the engine"
          + " fails or refuses; else 3 problems in labels or proxies."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private Inputs.Target look;

  private final Checklist list = new Checklist();
  private ProxyProbes proxies = new ProxyProbes(new TreeMap<>(), new TreeMap<>());
  private final Map<ProxySettings, Renderer> renderers = new HashMap<>();

  @SuppressWarnings("NullAway.Init")
  CheckCommand() {}

  @Override
  public Integer call() {
    Optional<Settings> read = settings();
    if (read.isPresent()) {
      Settings settings = Kinds.supported(read.get());
      templates(settings);
      look(settings).ifPresent(seen -> routing(settings, seen));
    } else {
      list.note("all else", "not checked without settings");
    }
    Output.print(spec, list.text(System.out.charset()));
    return list.exitCode();
  }

  /// The settings, or what can be used of them.
  private Optional<Settings> settings() {
    try {
      Settings settings = inputs.settings();
      list.right("settings", settings.source());
      warnings(settings);
      return Optional.of(settings);
    } catch (SettingsException wrong) {
      wrong.problems().forEach(problem -> list.wrong(Fault.INPUT, "settings", problem.toString()));
      wrong
          .rest()
          .ifPresent(rest -> {
            warnings(rest);
            list.note("settings", "going on with defaults for what is wrong");
          });
      return wrong.rest();
    } catch (StoreException unanswered) {
      list.wrong(Fault.ENVIRONMENT, "settings", unanswered.getMessage());
      return Optional.empty();
    }
  }

  private void warnings(Settings settings) {
    settings.warnings().forEach(warning -> list.warning("settings", warning.toString()));
  }

  private void templates(Settings settings) {
    if (settings.proxies().isEmpty()) {
      list.wrong(
          Fault.INPUT,
          "settings",
          "no nginx extension; write [[Extensions]] with Name = \"nginx\"");
    }
    for (ProxySettings extension : settings.proxies()) {
      String name = extension.find(Setting.TEMPLATE_PATH).orElse("built in");
      try {
        renderers.put(extension, Kinds.DRIVERS.of(extension).renderer(extension));
        list.right("template", name + ", renders");
      } catch (TemplateException wrong) {
        list.wrong(Fault.INPUT, "template", wrong.getMessage());
      }
    }
  }

  private Optional<Observation> look(Settings settings) {
    try {
      Optional<Observation> saved = look.saved();
      if (saved.isPresent()) {
        look.snapshot().ifPresent(snapshot -> proxies = ProxyProbes.saved(snapshot));
        list.right("snapshot", "taken of " + saved.get().engine().version());
        list.note("engine", "not asked, since there is --snapshot");
        return saved;
      }
    } catch (SnapshotException wrong) {
      list.wrong(Fault.INPUT, "snapshot", wrong.getMessage());
      return Optional.empty();
    }
    try {
      return EngineCallProgress.query(settings, engine -> look(engine, settings));
    } catch (InputException unusable) {
      list.wrong(Fault.INPUT, "engine", address(unusable));
      return Optional.empty();
    }
  }

  private Optional<Observation> look(DockerEngine engine, Settings settings) {
    boolean allowed;
    try {
      allowed = permissions(engine.permissions());
    } catch (EngineException silent) {
      list.wrong(Fault.ENVIRONMENT, "engine", address(silent));
      return Optional.empty();
    }
    try {
      Observation seen = engine.source().observe();
      proxies = ProxyProbes.ask(engine.access(), settings, seen);
      String answers = settings.get(Setting.DOCKER_URL) + ", " + engine.version();
      if (seen.nodes().complete()) {
        list.right("engine", answers);
      } else {
        list.wrong(
            Fault.ENVIRONMENT,
            "engine",
            "%s, has no view of %s; what runs there is not checked"
                .formatted(answers, String.join(", ", seen.nodes().describeLost())));
      }
      return Optional.of(seen);
    } catch (EngineException refused) {
      if (allowed) {
        list.wrong(Fault.ENVIRONMENT, "engine", address(refused));
      } else {
        list.note("proxies, labels", "not checked: " + refused.getMessage());
      }
      return Optional.empty();
    }
  }

  /// Messages about an engine begin with `engine ADDRESS`.
  private static String address(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).replaceFirst("^engine ", "");
  }

  /// @return true when all that is needed is allowed
  private boolean permissions(List<Permission> found) {
    for (Permission permission : found) {
      String endpoint = permission.endpoint().toString();
      if (permission.problem().isEmpty()) {
        list.right("access", endpoint);
      } else {
        list.wrong(
            Fault.ENVIRONMENT,
            "access",
            "%s %s; without it %s; allow it where the engine's socket is filtered (docs/engine-access.md)"
                .formatted(endpoint, permission.problem().get(), permission.endpoint().without()));
      }
    }
    return found.stream().allMatch(permission -> permission.problem().isEmpty());
  }

  private void routing(Settings settings, Observation seen) {
    settings.proxies().forEach(this::trust);
    Routing routing = Kinds.route(settings, seen);
    if (routing.proxies().isEmpty()) {
      list.wrong(
          Fault.LABELS,
          "proxies",
          "none found; give a running Nginx container the label interlock.ext.name=nginx");
      routing = Kinds.route(settings, Preview.withProxy(seen));
    } else {
      routing.proxies().forEach(this::proxy);
    }
    findings(routing);
  }

  /// Whom the operator trusts with what (docs/security.md).
  private void trust(ProxySettings extension) {
    list.note(
        "proxies",
        extension
            .find(Setting.PROXIES)
            .map(listed -> "Proxies lists who may be one: " + String.join(", ", listed))
            .orElse("any container with the label may be one: Proxies is not set"));
    list.note(
        "networks",
        extension
            .find(Setting.JOIN_NETWORKS)
            .map(listed ->
                "JoinNetworks lists those that labels may have proxies join: "
                    + (listed.isEmpty() ? "none" : String.join(", ", listed)))
            .orElse("labels may have proxies join any but Swarm's own: JoinNetworks is not set"));
  }

  private static String keys(ProxyRouting share) {
    if (share.settings().find(Setting.CERT_SOURCE).isEmpty()) {
      return "";
    }
    boolean byName =
        ProxyList.of(share.settings()).listing(share.proxy()) == ProxyList.Listing.BY_NAME;
    return byName ? "; gets CertSource" : "; gets no CertSource unless it has it already";
  }

  /// A template that was wrong before is not said to be so for each proxy.
  private void proxy(ProxyRouting share) {
    String name = "proxy " + share.proxy().name();
    Optional<Renderer> renderer = Optional.ofNullable(renderers.get(share.settings()));
    try {
      renderer.ifPresent(each -> each.render(share.table(), proxies.of(share)));
      Optional<String> problem = proxies.problem(share);
      if (problem.isPresent()) {
        list.wrong(Fault.LABELS, name, problem.get());
      } else {
        list.right(name, "hosts: " + share.table().hosts().size() + said(share) + keys(share));
      }
    } catch (TemplateException wrong) {
      list.wrong(Fault.INPUT, name, wrong.getMessage());
    }
  }

  private String said(ProxyRouting share) {
    return proxies.said().containsKey(share.proxy().name())
        ? ", " + Kinds.DRIVERS.of(share.settings()).describe(proxies.of(share))
        : "";
  }

  private void findings(Routing routing) {
    boolean well = true;
    for (Finding finding : routing.findings()) {
      if (finding.code().severity() == Severity.INFO) {
        list.note("labels", finding.text());
      } else {
        well = false;
        list.wrong(Fault.LABELS, "labels", finding.text());
      }
    }
    if (well) {
      list.right("labels", "nothing wrong");
    }
  }
}
