package io.sallyport.cli;

import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.ExplanationText;
import io.sallyport.finding.Harmless;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `explain` says about proxies: what one runs, since when, what it should run, and its hosts.
///
/// @param known what each is known to run; none where no daemon was asked
record ProxyAnswers(List<Proxy> known, List<Host> hosts, ExplanationText blocks) {
  private static final int MOST_HOSTS = 20;

  Answer of(Explanation container) {
    Optional<Proxy> proxy =
        known.stream().filter(each -> each.containerId().equals(container.id())).findFirst();
    List<String> lines = new ArrayList<>();
    proxy.ifPresent(each -> lines.addAll(running(each)));
    List<String> served =
        hosts.stream()
            .filter(host -> host.proxies().contains(container.name()))
            .map(Host::name)
            .toList();
    lines.add("hosts: " + served.size() + few(served));
    boolean behind = proxy.filter(each -> !each.current()).isPresent();
    StringBuilder text =
        new StringBuilder(
            behind && container.reason().isEmpty()
                ? blocks.one(container, Standing.WAITING)
                : blocks.one(container));
    lines.forEach(line -> text.append("    ").append(Harmless.of(line)).append('\n'));
    return new Answer(
        text.toString(),
        behind || container.needsHands(),
        List.of(container),
        List.of(),
        proxy.stream().toList());
  }

  private static List<String> running(Proxy proxy) {
    List<String> lines = new ArrayList<>();
    lines.add(
        proxy.running().isEmpty()
            ? "runs: its own configuration"
            : "runs: " + proxy.running() + " since " + seconds(proxy.since()));
    if (!proxy.current() && proxy.wanted().isEmpty()) {
      lines.add("waits for its first configuration");
    } else if (!proxy.wanted().equals(proxy.running())) {
      lines.add("should run: " + proxy.wanted());
    }
    if (!proxy.problemSince().isEmpty()) {
      lines.add("problem since: " + seconds(proxy.problemSince()));
    }
    lines.add("last asked: " + seconds(proxy.checked()));
    return lines;
  }

  private static String few(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    int more = names.size() - MOST_HOSTS;
    return " ("
        + String.join(", ", names.subList(0, Math.min(MOST_HOSTS, names.size())))
        + (more > 0 ? ", and " + more + " more)" : ")");
  }

  private static String seconds(String instant) {
    return instant.replaceFirst("\\.\\d+", "");
  }
}
