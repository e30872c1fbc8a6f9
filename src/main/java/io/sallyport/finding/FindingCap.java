package io.sallyport.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// So many findings of one container are said, those first that keep it from being served; of the
/// others, how many there are. Whatever its labels are, neither log nor page grow with them.
public final class FindingCap {
  public static final int MOST = 30;

  private static final Comparator<Finding> GRAVEST =
      Comparator.comparing((Finding finding) -> finding.code().severity())
          .thenComparing(Comparator.naturalOrder());

  private FindingCap() {}

  /// Sorted, and each once.
  public static List<Finding> of(List<Finding> findings) {
    List<Finding> all = findings.stream().distinct().toList();
    if (all.size() <= MOST) {
      return all.stream().sorted().toList();
    }
    Map<String, List<Finding>> byContainer = new HashMap<>();
    for (Finding finding : all) {
      byContainer.computeIfAbsent(finding.containerId(), any -> new ArrayList<>()).add(finding);
    }
    List<Finding> said = new ArrayList<>();
    byContainer.forEach((id, own) -> {
      if (id.isEmpty() || own.size() <= MOST) {
        said.addAll(own);
      } else {
        own.sort(GRAVEST);
        said.addAll(own.subList(0, MOST));
        said.add(rest(own.getFirst(), own.size() - MOST));
      }
    });
    said.sort(null);
    return said;
  }

  private static Finding rest(Finding any, int count) {
    return new Finding(
        Finding.Code.MORE,
        any.subject(),
        count == 1
            ? "there is 1 more finding about the container"
            : "there are %d more findings about the container".formatted(count),
        "fix those that are named, then look again");
  }
}
