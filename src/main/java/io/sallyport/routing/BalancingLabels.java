package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.BackendOption;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.model.Balancing;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Method;
import io.sallyport.model.Balancing.RoundRobin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The labels of one context root that say how its upstream shares out requests.
record BalancingLabels(Site root, List<Finding> findings) {

  /// A line of a container's `interlock.backend_option`.
  private record Line(Intent writer, BackendOption option) {}

  static Balancing of(Site root, List<Finding> findings) {
    return new BalancingLabels(root, findings).read();
  }

  private Balancing read() {
    List<Line> lines = lines();
    Method method = method(lines);
    reportBackups();
    return new Balancing(
        method,
        first(lines, BackendOption.Keepalive.class).map(BackendOption.Keepalive::connections),
        first(lines, BackendOption.KeepaliveRequests.class)
            .map(BackendOption.KeepaliveRequests::requests),
        first(lines, BackendOption.KeepaliveTime.class).map(BackendOption.KeepaliveTime::time),
        first(lines, BackendOption.KeepaliveTimeout.class)
            .map(BackendOption.KeepaliveTimeout::time),
        first(lines, BackendOption.Zone.class).map(BackendOption.Zone::size));
  }

  /// One line of each directive, the oldest container's; what it wins over becomes findings.
  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Intent member : root.owner().deciders()) {
      for (BackendOption option : member.values().all(Label.BACKEND_OPTION)) {
        Optional<Line> earlier =
            lines.stream().filter(line -> line.option().about().equals(option.about())).findFirst();
        if (earlier.isEmpty()) {
          lines.add(new Line(member, option));
        } else if (!earlier.get().option().equals(option)) {
          findings.add(
              unused(
                  member,
                  Label.BACKEND_OPTION,
                  "its "
                      + option.about()
                      + " is not used: container `"
                      + earlier.get().writer().container().name()
                      + "` decides about that"));
        }
      }
    }
    return lines;
  }

  private static <T extends BackendOption> Optional<T> first(List<Line> lines, Class<T> type) {
    return lines.stream().map(Line::option).filter(type::isInstance).map(type::cast).findFirst();
  }

  /// There is one method: that of the label made for it, then of the older one, then of a line.
  private Method method(List<Line> lines) {
    Optional<Method> algorithm = root.agreed(Label.BALANCE_ALGORITHM, findings);
    Optional<Method> byAddress =
        root.agreed(Label.IP_HASH, findings).filter(wanted -> wanted).map(any -> new ByClient());
    Optional<Line> line =
        lines.stream().filter(each -> each.option() instanceof BackendOption.Balance).findFirst();
    Optional<Method> written =
        first(lines, BackendOption.Balance.class).map(BackendOption.Balance::method);
    Method method = algorithm.or(() -> byAddress).or(() -> written).orElse(new RoundRobin());
    if (byAddress.isPresent() && !byAddress.get().equals(method)) {
      root.decider(Label.IP_HASH)
          .ifPresent(writer -> findings.add(unused(writer, Label.IP_HASH, OTHER_METHOD)));
    }
    if (written.isPresent() && !written.get().equals(method)) {
      line.ifPresent(
          each -> findings.add(unused(each.writer(), Label.BACKEND_OPTION, OTHER_METHOD)));
    }
    return method;
  }

  private static final String OTHER_METHOD =
      "is not used: another label names another way to balance";

  private static Finding unused(Intent writer, Label<?> label, String message) {
    return writer.finding(
        Finding.Code.CONFLICTING_LABEL, label, message, "leave one of them, the same everywhere");
  }

  /// Which ways to balance know backups is the proxy's to say.
  private void reportBackups() {
    if (root.members().stream().allMatch(BalancingLabels::isBackup)) {
      root.members()
          .forEach(member ->
              findings.add(
                  member.finding(
                      Finding.Code.NO_EFFECT,
                      Label.BACKUP,
                      "all containers are backups, so none is",
                      "leave one without it")));
    }
  }

  private static boolean isBackup(Intent member) {
    return member.values().isSet(Label.BACKUP);
  }
}
