package io.sallyport.cli;

import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.HostPath;
import io.sallyport.api.Documents.Other;
import io.sallyport.explain.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// All names that containers claim as hosts that nobody serves, for what no host answers to:
/// aliases of hosts that are not served, and names that only containers claim that have exited,
/// whose labels cannot be read, or that are for another Sallyport.
final class ClaimedHosts {
  private ClaimedHosts() {}

  static List<Host> of(List<Explanation> containers) {
    SortedMap<String, SortedMap<String, HostPath>> claimed = new TreeMap<>();
    for (Explanation each : containers) {
      for (String claim : each.claims()) {
        int path = claim.indexOf('/');
        claimed
            .computeIfAbsent(claim.substring(0, path), _ -> new TreeMap<>())
            .computeIfAbsent(
                claim.substring(path),
                root -> new HostPath(root, new ArrayList<>(), new ArrayList<>()))
            .others()
            .add(Other.of(each));
      }
    }
    return claimed.entrySet().stream()
        .map(each ->
            new Host(
                each.getKey(),
                List.of(),
                false,
                "",
                false,
                List.of(),
                List.copyOf(each.getValue().values())))
        .toList();
  }
}
