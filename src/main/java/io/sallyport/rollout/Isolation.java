package io.sallyport.rollout;

import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds out which parts of a table a proxy refuses, so that all others go live: first by what it
/// says, and where that leads nowhere, by halving.
///
/// One search asks the proxy at most about [#ASKED] times by each of the two ways. What it could
/// not tell apart by then is held back, and the search is to go on.
final class Isolation {
  static final int ASKED = 64;

  private static final Pattern NUMBER = Pattern.compile(":\\d+");

  private final RefusingProxy proxy;
  private final Quarantine quarantine;
  private final RoutingTable wanted;
  private final Set<String> doubtful = new TreeSet<>();
  private int left = ASKED;
  private boolean finished = true;
  private boolean theirOwn;

  Isolation(RefusingProxy proxy, Quarantine quarantine, RoutingTable wanted) {
    this.proxy = proxy;
    this.quarantine = quarantine;
    this.wanted = wanted;
  }

  /// Rolls out as much as the proxy takes.
  ///
  /// @param first how the proxy refused the table
  /// @return what became of the last rollout; still `first` where no host is to blame
  RolloutResult run(Refused first) {
    Optional<String> refusal =
        holdThoseWithoutTheirFiles() ? refusal(sifted()) : Optional.of(first.message());
    if (refusal.isPresent()) {
      refusal = guess(refusal.get());
      left = ASKED;
    }
    if (refusal.isEmpty()) {
      pardon(first.message());
      if (nothingLeft() && !theirOwn) {
        return nobody(first);
      }
      RolloutResult result = apply();
      if (!(result instanceof Refused again)) {
        return result;
      }
      refusal = Optional.of(again.message());
    }
    return halve(refusal.get(), first);
  }

  /// False where some hosts are held back that may be innocent.
  boolean finished() {
    return finished;
  }

  /// A proxy names one missing file at a time; where a volume is not mounted, all are missing.
  private boolean holdThoseWithoutTheirFiles() {
    boolean some = false;
    for (boolean more = true; more; some |= more) { // Once for the parts, once for their formers.
      more = holdByFiles();
    }
    return some;
  }

  private boolean holdByFiles() {
    List<Part> given = sifted();
    Set<String> files =
        given.stream().flatMap(part -> HostFiles.of(part.host())).collect(Collectors.toSet());
    Map<String, String> unusable = files.isEmpty() ? Map.of() : proxy.unusable(files);
    boolean some = false;
    for (Part part : given) {
      Optional<String> why = HostFiles.problem(part, unusable);
      if (why.isPresent()) {
        wanted(Set.of(part.key())).forEach(refused -> quarantine.hold(refused, why.get()));
        theirOwn = true;
        some = true;
      }
    }
    return some;
  }

  /// Holds hosts by what the proxy says, until it says nothing more or a guess turns out wrong: it
  /// says the same without them.
  ///
  /// @return what it still says
  private Optional<String> guess(String first) {
    String said = first;
    for (int i = 0; i < ASKED; i++) {
      RoutingTable tried = quarantine.sift(wanted);
      RefusalLocator.Suspicion suspicion =
          new RefusalLocator(tried, proxy.text(tried)).suspects(proxy.clues(said));
      Set<String> suspects = new TreeSet<>(suspicion.parts());
      suspects.removeIf(quarantine::leftOut);
      if (suspects.isEmpty()) {
        return Optional.of(said);
      }
      hold(suspects, said);
      Optional<String> next = refusal(sifted());
      theirOwn |= suspicion.quoted();
      if (next.isEmpty()) {
        return next;
      }
      boolean noFormerLeft = suspects.stream().allMatch(quarantine::leftOut);
      if (sameReason(next.get(), said) && noFormerLeft) {
        suspects.forEach(quarantine::release);
        doubtful.removeAll(suspects);
        return next;
      }
      said = next.get();
    }
    return Optional.of(said);
  }

  private void hold(Set<String> suspects, String said) {
    wanted(suspects).forEach(part -> quarantine.hold(part, said));
    if (suspects.size() > 1) {
      doubtful.addAll(suspects);
    }
  }

  /// Several were held for one reason, such as a key that they share: not all need be guilty.
  private void pardon(String message) {
    if (!doubtful.isEmpty()) {
      doubtful.forEach(quarantine::release);
      List<Part> sound = new ArrayList<>(sifted());
      List<Part> suspects = wanted(doubtful);
      sound.removeAll(suspects);
      split(sound, suspects, message);
    }
  }

  private static boolean sameReason(String one, String other) {
    return NUMBER.matcher(one).replaceAll("").equals(NUMBER.matcher(other).replaceAll(""));
  }

  private RolloutResult halve(String message, Refused first) {
    doubtful.forEach(quarantine::release);
    doubtful.clear();
    if (refusal(List.of()).isPresent()) {
      return nobody(first);
    }
    List<Part> suspects = new ArrayList<>(sifted());
    List<Part> sound =
        suspects.stream().filter(quarantine::isAccepted).collect(Collectors.toList());
    if (refusal(sound).isEmpty()) {
      suspects.removeAll(sound);
    } else {
      sound.clear();
    }
    split(sound, suspects, message);
    if (nothingLeft()) {
      return finished ? nobody(first) : first; // Else the next search goes on from here.
    }
    RolloutResult result = apply();
    if (result instanceof Refused again && guess(again.message()).isEmpty()) {
      result = apply();
    }
    if (result instanceof Refused again) { // For what some of them are given instead.
      Set<String> held = new TreeSet<>();
      quarantine.held().forEach(each -> held.add(each.refused().key()));
      wanted(held).forEach(part -> quarantine.hold(part, again.message()));
      result = apply();
    }
    return result;
  }

  /// What no host gets through is not a host's fault but the template's, the settings' or the
  /// proxy's own: nothing changes.
  private Refused nobody(Refused first) {
    quarantine.forget();
    return first;
  }

  /// Adds those to the sound ones that the proxy takes beside them, and holds the others.
  private void split(List<Part> sound, List<Part> suspects, String message) {
    if (suspects.isEmpty()) {
      return;
    }
    List<Part> wantedOnes = wanted(keys(suspects));
    if (left <= 0) {
      finished = false;
      wantedOnes.forEach(part -> quarantine.holdForNow(part, message));
      return;
    }
    List<Part> together = new ArrayList<>(sound);
    together.addAll(suspects);
    Optional<String> why = refusal(together);
    if (why.isEmpty()) {
      sound.addAll(suspects);
    } else if (suspects.size() == 1) {
      wantedOnes.forEach(part -> quarantine.hold(part, why.get()));
    } else {
      int half = suspects.size() / 2;
      split(sound, suspects.subList(0, half), why.get());
      split(sound, suspects.subList(half, suspects.size()), why.get());
    }
  }

  private static Set<String> keys(List<Part> parts) {
    return parts.stream().map(Part::key).collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Part> wanted(Set<String> keys) {
    return Part.of(wanted).stream().filter(part -> keys.contains(part.key())).toList();
  }

  private List<Part> sifted() {
    return quarantine.sifted(wanted);
  }

  private boolean nothingLeft() {
    return quarantine.sift(wanted).hosts().isEmpty();
  }

  private Optional<String> refusal(List<Part> parts) {
    left--;
    return proxy.refusal(wanted.with(Part.join(parts)));
  }

  private RolloutResult apply() {
    left--;
    return proxy.apply(quarantine.sift(wanted));
  }
}
