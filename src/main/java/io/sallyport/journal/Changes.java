package io.sallyport.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// The difference between what is served and what was, in words.
///
/// @param added names of hosts
/// @param removed names of hosts
/// @param changed hosts that were there: `app.example.com: +2 servers, -1`
record Changes(List<String> added, List<String> removed, List<String> changed) {
  /// More would be no line any more.
  private static final int MOST = 5;

  static Changes between(ServedHosts before, ServedHosts now) {
    SortedMap<String, Set<String>> old = before.containers();
    SortedMap<String, Set<String>> current = now.containers();
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    current.forEach((host, servers) -> {
      Set<String> then = old.get(host);
      if (then == null) {
        added.add(host);
      } else if (!then.equals(servers)) {
        changed.add(host + ": " + counts(then, servers));
      } else if (now.differs(host, before)) {
        changed.add(host + ": same servers, changed configuration");
      }
    });
    SortedSet<String> removed = new TreeSet<>(old.keySet());
    removed.removeAll(current.keySet());
    return new Changes(added, List.copyOf(removed), changed);
  }

  private static String counts(Set<String> before, Set<String> now) {
    Set<String> more = new HashSet<>(now);
    more.removeAll(before);
    Set<String> less = new HashSet<>(before);
    less.removeAll(now);
    String unit = more.size() + less.size() == 1 ? " server" : " servers";
    if (more.isEmpty()) {
      return "-" + less.size() + unit;
    }
    return "+" + more.size() + unit + (less.isEmpty() ? "" : ", -" + less.size());
  }

  boolean none() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /// `app.example.com: +2 servers, -1; + shop.example.com; - old.example.com; and 12 more`
  @Override
  public String toString() {
    List<String> all = new ArrayList<>(changed);
    for (Map.Entry<String, List<String>> signed :
        List.of(Map.entry("+ ", added), Map.entry("- ", removed))) {
      signed.getValue().forEach(host -> all.add(signed.getKey() + host));
    }
    return all.size() <= MOST + 1
        ? String.join("; ", all)
        : String.join("; ", all.subList(0, MOST)) + "; and " + (all.size() - MOST) + " more";
  }
}
