package io.sallyport.docker.json;

import io.sallyport.source.Nodes;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// `SystemStatus` of a classic Swarm manager's `GET /info` into [Nodes]: a table for people, in
/// rows of two. ` name` with an address begins a node, ` └ Status` and the like belong to it.
final class NodesJson {
  private static final String UNMET = "(unknown)";

  private NodesJson() {}

  static Nodes read(JsonPlace info) {
    SortedSet<String> seen = new TreeSet<>();
    SortedMap<String, String> lost = new TreeMap<>();
    String node = "";
    for (List<String> row : info.field("SystemStatus").items(each -> each.items(JsonPlace::text))) {
      String key = row.isEmpty() ? "" : row.getFirst();
      String value = row.size() < 2 ? "" : row.get(1);
      if (key.startsWith("  ")) {
        if (key.endsWith(" Status")) {
          stateOf(node, value, seen, lost);
        }
      } else if (key.startsWith(" ")) {
        node = key.strip().equals(UNMET) ? value : key.strip();
      } else if (key.equals("Nodes") && value.equals("0")) {
        lost.put("every node", "none is known");
      }
    }
    return new Nodes(seen, lost);
  }

  private static void stateOf(
      String node, String status, SortedSet<String> seen, SortedMap<String, String> lost) {
    if (status.equals("Healthy")) {
      seen.add(node);
    } else {
      lost.put(node, status);
    }
  }
}
