package io.sallyport.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Whether the installation does its work, and why not, in one sentence.
///
/// One proxy that is not current does not end readiness while another is: any container with the
/// label may be one, where setting `Proxies` does not list them.
public record HealthSignal(Readiness readiness, String sentence) {
  private static final int MOST_NAMES = 3;

  /// By what is known now.
  public static HealthSignal of(Status status, Instant now) {
    if (status.lastLook().isEmpty()) {
      return new HealthSignal(Readiness.STARTING, status.unseen().orElse(""));
    }
    if (!status.engineProblem().isEmpty()) {
      return new HealthSignal(
          Readiness.ENGINE_UNREADABLE,
          "changes are not detected, the engine cannot be read: " + status.engineProblem());
    }
    Optional<String> agent = status.agentOnly();
    if (agent.isPresent()) {
      return new HealthSignal(Readiness.READY, agent.get());
    }
    if (status.proxies().isEmpty()) {
      return new HealthSignal(Readiness.NO_PROXY, noProxy(status, now));
    }
    List<String> waiting = names(status, proxy -> !proxy.settled());
    boolean serves = status.proxies().values().stream().anyMatch(ProxyStatus::serving);
    List<String> behind = names(status, proxy -> proxy.settled() && !proxy.serving());
    if (!waiting.isEmpty() && (serves || behind.isEmpty())) {
      return new HealthSignal(
          serves ? Readiness.SOME_CURRENT : Readiness.WAITING,
          "proxy " + waiting.getFirst() + " waits for its first configuration");
    }
    List<String> lacking = new ArrayList<>(behind);
    lacking.addAll(names(status, proxy -> proxy.serving() && !proxy.current()));
    if (behind.isEmpty()) {
      return new HealthSignal(Readiness.READY, notCurrent(status, lacking, now));
    }
    return serves
        ? new HealthSignal(Readiness.SOME_CURRENT, notCurrent(status, lacking, now))
        : new HealthSignal(Readiness.NONE_CURRENT, noneCurrent(status, behind, now));
  }

  /// What a page says in red: sites are down, or changes are not followed. Empty while it only
  /// starts.
  public Optional<String> outage() {
    return readiness.ready() || readiness == Readiness.WAITING || sentence.equals(Status.FIRST_LOOK)
        ? Optional.empty()
        : Optional.of(sentence);
  }

  private static String noProxy(Status status, Instant now) {
    return status.stopped().isEmpty()
        ? "no proxy is running, and no container is accepted as one"
        : "no proxy is running: " + stopped(status, now);
  }

  private static List<String> names(Status status, Predicate<ProxyStatus> which) {
    return status.proxies().entrySet().stream()
        .filter(proxy -> which.test(proxy.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// What has stopped may be what served the sites.
  private static String noneCurrent(Status status, List<String> behind, Instant now) {
    String running = notCurrent(status, behind, now);
    return status.stopped().isEmpty() ? running : running + "; " + stopped(status, now);
  }

  private static String stopped(Status status, Instant now) {
    return few(status.stopped().stream().map(each -> each.words(now)).toList());
  }

  private static String notCurrent(Status status, List<String> behind, Instant now) {
    List<String> all = new ArrayList<>();
    for (String name : behind) {
      ProxyStatus proxy = status.proxies().getOrDefault(name, ProxyStatus.found("", now));
      String since =
          proxy.failingSince().map(at -> " for " + Ago.words(Duration.between(at, now))).orElse("");
      String what =
          proxy.serving() ? " has not run all that it should" : " has not run what it should";
      all.add("proxy " + name + what + since + ": " + proxy.reason());
    }
    return few(all);
  }

  /// The first of them, and how many more there are.
  static String few(List<String> all) {
    int more = all.size() - MOST_NAMES;
    String some = String.join("; ", all.subList(0, Math.min(MOST_NAMES, all.size())));
    return more > 0 ? some + "; and " + more + " more" : some;
  }
}
