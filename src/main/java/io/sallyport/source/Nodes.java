package io.sallyport.source;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The nodes of a classic Swarm, as its manager sees them; a plain engine has none. A manager lists
/// the containers of the nodes that it sees as if they were all.
///
/// @param seen names of those that it sees
/// @param lost those that it does not, with its word for why (`Unhealthy`, `Pending`, …); one that
///   it has not met yet goes by its address
public record Nodes(SortedSet<String> seen, SortedMap<String, String> lost) {
  /// A plain engine's.
  public static final Nodes NONE = new Nodes(new TreeSet<>(), new TreeMap<>());

  public Nodes {
    seen = Collections.unmodifiableSortedSet(new TreeSet<>(seen));
    lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
  }

  /// True when the list of containers is a list of all containers.
  public boolean complete() {
    return lost.isEmpty();
  }

  /// True when nothing can be said about the containers of that node: it is lost, or the manager,
  /// since it was started, has not met it yet and so does not know its name.
  public boolean lost(String node) {
    return lost.containsKey(node) || (!complete() && !seen.contains(node));
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
