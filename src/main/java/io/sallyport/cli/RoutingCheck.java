package io.sallyport.cli;

import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.cli.Checklist.Fault;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.proxy.Renderer;
import io.sallyport.routing.ProxyList;
import io.sallyport.routing.Requested;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.Observation;
import io.sallyport.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Checks proxies and labels, by a look of its own and by what the daemon knows.
final class RoutingCheck {
  private static final String ERROR = "error";

  /// What the daemon calls it where a container restarts over and over.
  private static final Set<String> RESTARTS = Set.of("flapping", "proxy_restarts");

  private final Settings settings;
  private final Map<ProxySettings, Renderer> renderers;

  /// The daemon, where it runs with these settings.
  private final Optional<DaemonKnowledge> daemon;

  /// The daemon, where it runs with other settings.
  private final Optional<DaemonKnowledge> other;

  private final Checklist list;

  /// @param renderers those of extensions whose template can be used
  RoutingCheck(
      Settings settings,
      Map<ProxySettings, Renderer> renderers,
      Optional<DaemonKnowledge> known,
      Checklist list) {
    this.settings = settings;
    this.renderers = renderers;
    daemon = known.filter(each -> each.uses(settings));
    other = known.filter(each -> !each.uses(settings));
    this.list = list;
  }

  /// By what runs.
  void check(Inputs.Target.Observed observed) {
    Observation seen = observed.observation();
    settings.proxies().forEach(this::trust);
    Routing routing = Kinds.route(settings, seen);
    if (routing.proxies().isEmpty()) {
      if (!finds(each -> each.code().equals("no_proxy"))) {
        list.wrong(
            Fault.LABELS,
            "proxies",
            "none accepted; give a running proxy's container the label "
                + Kinds.label(settings)
                + services());
      }
      routing = Kinds.route(settings, Preview.withProxy(settings, seen));
    } else {
      routing.proxies().forEach(share -> proxy(share, observed.proxies()));
    }
    List<FindingDocument> own = new ArrayList<>(restarting(seen, routing));
    if (!daemonSees()) {
      routing.findings().forEach(each -> own.add(FindingDocument.of(each)));
    }
    findings(own, true);
  }

  /// Whether the daemon's findings replace those of this look, which does not know who owned a name
  /// before and so may blame the wrong container.
  private boolean daemonSees() {
    return daemon.filter(DaemonKnowledge::sees).isPresent();
  }

  /// Those between two runs. The daemon has a finding only after several failures, and none about a
  /// container that never became healthy.
  private List<FindingDocument> restarting(Observation seen, Routing routing) {
    List<FindingDocument> found = new ArrayList<>();
    for (Container container : seen.containers()) {
      Requested asks = routing.requested().getOrDefault(container.id(), Requested.NOTHING);
      if (container.state() == State.RESTARTING
          && asks.anything()
          && asks.elsewhere().isEmpty()
          && daemon.filter(each -> each.finds(container.id(), RESTARTS)).isEmpty()) {
        found.add(
            new FindingDocument(
                ERROR,
                "",
                "container",
                container.name(),
                container.name(),
                container.id(),
                "",
                "it is being restarted",
                "see why it exits: docker logs " + container.name()));
      }
    }
    return found;
  }

  /// By what the daemon knows alone, where nothing was seen.
  void check() {
    findings(List.of(), daemonSees());
  }

  private void findings(List<FindingDocument> own, boolean looked) {
    FindingLines lines = new FindingLines(list);
    lines.list(own, daemon.map(DaemonKnowledge::findings).orElse(List.of()), looked);
    other.ifPresent(each -> lines.notes(each.findings(), own));
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

  /// A template that was wrong before is not said to be so for each proxy.
  private void proxy(ProxyRouting share, ProxyProbes proxies) {
    String name = "proxy " + share.proxy().name();
    Optional<Renderer> renderer = Optional.ofNullable(renderers.get(share.settings()));
    try {
      renderer.ifPresent(each -> each.render(share.table(), proxies.of(share)));
    } catch (TemplateException wrong) {
      list.wrong(Fault.INPUT, name, wrong.getMessage());
      return;
    }
    Optional<String> problem = proxies.problem(share);
    Optional<Proxy> known = daemon.flatMap(each -> each.proxy(share.proxy().id()));
    String is = "hosts: " + share.table().hosts().size() + said(share, proxies) + keys(share);
    if (problem.isPresent()) {
      list.wrong(Fault.LABELS, name, problem.get());
    } else if (known.isEmpty()) {
      list.right(name, is + (daemon.isEmpty() ? "" : "; not known to the daemon"));
    } else if (known.get().current()) {
      list.right(name, is + "; runs " + known.get().running() + ", which is current");
    } else {
      list.note(name, is);
      behind(name, known.get());
    }
  }

  /// What the daemon has found about it is listed with its findings.
  private void behind(String name, Proxy known) {
    if (!finds(each -> each.containerId().equals(known.containerId()) && isError(each))) {
      list.wrong(
          Fault.LABELS,
          name,
          "it has not been given its configuration yet; `sallyport watch` shows when it is");
    }
  }

  private static boolean isError(FindingDocument finding) {
    return finding.severity().equals(ERROR);
  }

  private boolean finds(Predicate<FindingDocument> which) {
    return daemon.stream().flatMap(each -> each.findings().stream()).anyMatch(which);
  }

  /// What the label must be accompanied by, where every extension has a name for its service.
  private String services() {
    List<String> names =
        settings.proxies().stream()
            .flatMap(each -> each.find(Setting.SERVICE_NAME).stream())
            .map(name -> "interlock.ext.service_name=" + name)
            .toList();
    return names.size() < settings.proxies().size() || names.isEmpty()
        ? ""
        : " and " + String.join(" or ", names);
  }

  private static String keys(ProxyRouting share) {
    if (share.settings().find(Setting.CERT_SOURCE).isEmpty()) {
      return "";
    }
    boolean byName =
        ProxyList.of(share.settings()).listing(share.proxy()) == ProxyList.Listing.BY_NAME;
    return byName ? "; gets CertSource" : "; gets no CertSource unless it has it already";
  }

  private static String said(ProxyRouting share, ProxyProbes proxies) {
    return proxies.said().containsKey(share.proxy().name())
        ? ", " + Kinds.DRIVERS.of(share.settings()).describe(proxies.of(share))
        : "";
  }
}
