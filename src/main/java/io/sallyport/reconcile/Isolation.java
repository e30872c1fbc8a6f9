package io.sallyport.reconcile;

import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.routing.RoutingTable;
import io.sallyport.routing.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds out which hosts a proxy refuses a configuration for, so that all others go live: first by
/// what it says, and where that leads nowhere, by halving.
///
/// One search asks the proxy at most [#ASKED] times. What it could not tell apart by then is held
/// back, and the search is to go on.
final class Isolation {
  static final int ASKED = 64;

  private static final int GUESSES = 24;
  private static final Pattern NUMBER = Pattern.compile(":\\d+");

  private final Trial trial;
  private final Quarantine quarantine;
  private final RoutingTable wanted;
  private int left = ASKED;
  private boolean finished = true;

  /// What can be asked of the proxy.
  interface Trial {
    /// Rolls a table out.
    RolloutResult apply(RoutingTable table);

    /// Has the proxy test a table; nothing happens to what it runs.
    ///
    /// @return why it refuses it, or nothing
    Optional<String> refusal(RoutingTable table);

    /// Which of these files of the proxy cannot be read; empty where it cannot be found out.
    Set<String> unreadable(Collection<String> files);

    String text(RoutingTable table);
  }

  Isolation(Trial trial, Quarantine quarantine, RoutingTable wanted) {
    this.trial = trial;
    this.quarantine = quarantine;
    this.wanted = wanted;
  }

  /// Rolls out as much as the proxy takes.
  ///
  /// @param first how the proxy refused the table
  /// @return what became of the last rollout; still `first` where no host is to blame
  RolloutResult run(Refused first) {
    RolloutResult result = holdThoseWithoutTheirFiles() ? apply() : first;
    if (result instanceof Refused refused) {
      result = guess(refused);
    }
    return result instanceof Refused refused ? halve(refused, first) : result;
  }

  /// False where some hosts are held back that may be innocent.
  boolean finished() {
    return finished;
  }

  /// By what it says; a guess that changes nothing about what it says was wrong.
  private RolloutResult guess(Refused first) {
    Refused refused = first;
    for (int i = 0; i < GUESSES; i++) {
      RoutingTable tried = quarantine.sift(wanted);
      String said = refused.message();
      Set<String> suspects = new TreeSet<>(new Tracing(tried, trial.text(tried)).suspects(said));
      suspects.removeIf(quarantine::leftOut);
      if (suspects.isEmpty()) {
        return refused;
      }
      hosts(suspects::contains).forEach(host -> quarantine.hold(host, said));
      RolloutResult result = apply();
      if (!(result instanceof Refused next)) {
        return result;
      }
      boolean formerToo = !suspects.stream().allMatch(quarantine::leftOut);
      if (sameReason(next, refused) && !formerToo) {
        suspects.forEach(quarantine::release);
        return next;
      }
      refused = next;
    }
    return refused;
  }

  /// A proxy names one missing file at a time; where a volume is not mounted, all are missing.
  private boolean holdThoseWithoutTheirFiles() {
    Set<String> files = wanted.hosts().stream().flatMap(Tracing::files).collect(Collectors.toSet());
    Set<String> unreadable = files.isEmpty() ? Set.of() : trial.unreadable(files);
    boolean some = false;
    for (VirtualHost host : wanted.hosts()) {
      Optional<String> file = Tracing.files(host).filter(unreadable::contains).findFirst();
      if (file.isPresent() && !quarantine.leftOut(host.name())) {
        quarantine.hold(host, "cannot read \"" + file.get() + "\"");
        some = true;
      }
    }
    return some;
  }

  private static boolean sameReason(Refused one, Refused other) {
    return NUMBER
        .matcher(one.message())
        .replaceAll("")
        .equals(NUMBER.matcher(other.message()).replaceAll(""));
  }

  private RolloutResult halve(Refused refused, Refused first) {
    if (!takes(List.of())) {
      quarantine.forget();
      return first; // It is the template's, the settings' or the proxy's own fault.
    }
    List<VirtualHost> all = quarantine.sift(wanted).hosts();
    List<VirtualHost> sound = new ArrayList<>(all.stream().filter(quarantine::isAccepted).toList());
    List<VirtualHost> suspects = new ArrayList<>(all);
    if (takes(sound)) {
      suspects.removeAll(sound);
    } else {
      sound.clear();
    }
    split(sound, suspects, refused.message());
    RolloutResult result = apply();
    if (result instanceof Refused again) { // By what some of them are given instead.
      Set<String> names = new TreeSet<>();
      quarantine.held().forEach(held -> names.add(held.refused().name()));
      hosts(names::contains).forEach(host -> quarantine.hold(host, again.message()));
      result = apply();
    }
    return result;
  }

  /// Adds those to the sound ones that the proxy takes beside them, and holds the others.
  private void split(List<VirtualHost> sound, List<VirtualHost> suspects, String message) {
    if (suspects.isEmpty()) {
      return;
    }
    if (left <= 0) {
      finished = false;
      names(suspects).forEach(host -> quarantine.holdForNow(host, message));
      return;
    }
    List<VirtualHost> together = new ArrayList<>(sound);
    together.addAll(suspects);
    Optional<String> why = refusal(together);
    if (why.isEmpty()) {
      sound.addAll(suspects);
    } else if (suspects.size() == 1) {
      names(suspects).forEach(host -> quarantine.hold(host, why.get()));
    } else {
      int half = suspects.size() / 2;
      split(sound, suspects.subList(0, half), why.get());
      split(sound, suspects.subList(half, suspects.size()), why.get());
    }
  }

  /// The wanted hosts of those names, of which some may stand here as they were before.
  private List<VirtualHost> names(List<VirtualHost> hosts) {
    Set<String> names = new TreeSet<>();
    hosts.forEach(host -> names.add(host.name()));
    return hosts(names::contains);
  }

  private List<VirtualHost> hosts(Predicate<String> named) {
    return wanted.hosts().stream().filter(host -> named.test(host.name())).toList();
  }

  private boolean takes(List<VirtualHost> hosts) {
    return refusal(hosts).isEmpty();
  }

  private Optional<String> refusal(List<VirtualHost> hosts) {
    left--;
    return trial.refusal(
        new RoutingTable(hosts.stream().sorted(Comparator.comparing(VirtualHost::name)).toList()));
  }

  private RolloutResult apply() {
    left--;
    return trial.apply(quarantine.sift(wanted));
  }
}
