package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Subject;
import io.sallyport.labels.LabelKeys;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is to be said of proxies that do not run while others do: those that have failed, and
/// extensions that have none. That no proxy runs at all is an outage, and said with the health
/// signals.
record MissingProxies(ExtensionScopes scopes, Observation seen, List<ProxyRouting> running) {
  private static final int MOST_HOSTS = 3;

  /// Exit codes of what has ended, or was asked to by SIGTERM.
  private static final Set<Integer> CLEAN = Set.of(0, 128 + 15);

  /// @param planned what each extension is to serve
  List<Finding> findings(Map<ProxySettings, List<SitePlan>> planned) {
    List<Finding> findings = new ArrayList<>();
    if (running.isEmpty()) {
      return findings;
    }
    List<Container> stopped = scopes.stopped(seen);
    stopped.stream()
        .filter(MissingProxies::hasFailed)
        .forEach(proxy -> findings.add(failed(proxy)));
    Set<ProxySettings> served = new HashSet<>();
    running.forEach(share -> served.add(share.settings()));
    for (ProxySettings extension : scopes.all()) {
      if (scopes.proxiesOf(extension, seen).isEmpty()) { // One on a lost node may run.
        List<String> hosts =
            planned.getOrDefault(extension, List.of()).stream()
                .map(SitePlan::site)
                .filter(site -> isServedByNone(served, site))
                .map(site -> "`" + site.name() + "`")
                .distinct()
                .sorted()
                .toList();
        if (!hosts.isEmpty()) {
          findings.add(none(extension, hosts, scopes.ofExtension(extension, stopped)));
        }
      }
    }
    return findings;
  }

  private static boolean isServedByNone(Set<ProxySettings> extensions, Site site) {
    return site.members().stream()
        .noneMatch(member ->
            extensions.stream().anyMatch(each -> ExtensionScopes.serves(each, member.container())));
  }

  private static boolean hasFailed(Container proxy) {
    return (proxy.state() == State.EXITED || proxy.state() == State.DEAD)
        && proxy.exitCode().isPresent()
        && !CLEAN.contains(proxy.exitCode().getAsInt());
  }

  private static Finding failed(Container proxy) {
    return new Finding(
        Finding.Code.PROXY_STOPPED,
        Subject.proxy(proxy.id(), proxy.name()),
        "exited with code %d and does not run".formatted(proxy.exitCode().orElse(0)),
        "see why: docker logs %1$s; then docker start %1$s, or docker rm %1$s if nobody needs it"
            .formatted(proxy.name()));
  }

  private static Finding none(
      ProxySettings extension, List<String> hosts, List<Container> stopped) {
    Optional<String> service = extension.find(Setting.SERVICE_NAME);
    int more = hosts.size() - MOST_HOSTS;
    return new Finding(
        Finding.Code.NO_PROXY,
        Subject.of(Subject.Kind.PROXY, ""),
        "no proxy of extension `%s` %s is running, so its hosts are not served: %s%s"
            .formatted(
                extension.name(),
                service.map("with ServiceName `%s`"::formatted).orElse("without ServiceName"),
                String.join(", ", hosts.subList(0, Math.min(MOST_HOSTS, hosts.size()))),
                more > 0 ? " and %d more".formatted(more) : ""),
        stopped.isEmpty()
            ? "start one with its label %s=%s%s"
                .formatted(
                    LabelKeys.PROXY_LABEL,
                    extension.name(),
                    service.map(name -> " and " + LabelKeys.SERVICE_LABEL + "=" + name).orElse(""))
            : "see why it does not run, and start it: "
                + stopped.stream()
                    .map(Container::name)
                    .limit(MOST_HOSTS)
                    .collect(Collectors.joining(", ")));
  }
}
