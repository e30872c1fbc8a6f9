package io.sallyport.source;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The nodes that a look is of; a plain engine has none.
///
/// Those of a classic Swarm are as its manager sees them: it lists the containers of the nodes that
/// it sees as if they were all. Those of a Swarm are engines that are looked at each by itself:
/// what was seen on one is in the look while it is lost.
///
/// @param seen names of those that are seen
/// @param lost those that are not, with the reason; one that a classic Swarm manager has not met
///   yet goes by its address
/// @param unmet those of the lost that have never been seen, with their identifiers
/// @param down those of the lost that a Swarm's manager says are down
/// @param engines whether each is an engine that is looked at by itself
public record Nodes(
    SortedSet<String> seen,
    SortedMap<String, String> lost,
    SortedMap<String, String> unmet,
    SortedSet<String> down,
    boolean engines) {
  /// A plain engine's.
  public static final Nodes NONE = new Nodes(new TreeSet<>(), new TreeMap<>());

  public Nodes {
    seen = Collections.unmodifiableSortedSet(new TreeSet<>(seen));
    lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
    unmet = Collections.unmodifiableSortedMap(new TreeMap<>(unmet));
    down = Collections.unmodifiableSortedSet(new TreeSet<>(down));
  }

  /// As a classic Swarm manager sees them.
  ///
  /// @param lost with its word for why: `Unhealthy`, `Pending`, …
  public Nodes(SortedSet<String> seen, SortedMap<String, String> lost) {
    this(seen, lost, new TreeMap<>(), new TreeSet<>(), false);
  }

  /// True when the list of containers is a list of all containers.
  public boolean complete() {
    return lost.isEmpty();
  }

  /// True when nothing is missing from the look, or no other look would have it: what was seen on
  /// an engine that is lost is in it.
  public boolean whole() {
    return engines || complete();
  }

  /// True when nothing can be said about the containers of that node: it is lost, or a classic
  /// manager, since it was started, has not met it yet and so does not know its name.
  public boolean lost(String node) {
    return lost.containsKey(node) || (!whole() && !seen.contains(node));
  }

  /// What both looks saw; what either missed is lost.
  public Nodes and(Nodes other) {
    SortedMap<String, String> bothLost = new TreeMap<>(other.lost);
    bothLost.putAll(lost);
    SortedSet<String> bothSeen = new TreeSet<>(seen);
    bothSeen.retainAll(other.seen);
    return new Nodes(bothSeen, bothLost);
  }

  /// The lost ones in words, such as `two (Unhealthy)`.
  public List<String> describeLost() {
    return lost.entrySet().stream()
        .map(node -> "%s (%s)".formatted(node.getKey(), node.getValue()))
        .toList();
  }
}
