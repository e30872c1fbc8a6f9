package io.sallyport.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// The containers of one host name, oldest first, and the further names that are theirs.
record Site(String name, SortedSet<String> aliases, List<Application> members) {

  /// Its containers by the context root that they serve.
  SortedMap<String, Site> roots() {
    SortedMap<String, Site> roots = new TreeMap<>();
    for (Application member : members) {
      roots
          .computeIfAbsent(member.root(), any -> new Site(name, aliases, new ArrayList<>()))
          .members()
          .add(member);
    }
    return roots;
  }

  /// Whether it is made of the very same containers, under the same names.
  @SuppressWarnings("ReferenceEquality") // What Memory goes by; equality costs more than it saves.
  boolean same(Site other) {
    boolean same = members.size() == other.members.size() && aliases.equals(other.aliases);
    for (int i = 0; same && i < members.size(); i++) {
      same = members.get(i) == other.members.get(i);
    }
    return same;
  }

  // Loops here and in LabelValues: asked for many labels of each host.

  /// The value that the oldest container which has the label gives it; those of younger containers
  /// that differ become findings.
  <T> Optional<T> agreed(Label<T> label, List<Finding> findings) {
    Optional<Application> decider = decider(label);
    return decider.isEmpty() ? Optional.empty() : decided(decider.get(), label, findings);
  }

  /// The value that one container gives it, or nothing; those of others that differ become
  /// findings.
  <T> Optional<T> decided(Application decider, Label<T> label, List<Finding> findings) {
    Optional<T> value = decider.labels().get(label);
    for (Application member : members) {
      Optional<T> other = member.labels().get(label);
      if (other.isPresent() && !other.equals(value)) {
        findings.add(conflict(member, label, decider));
      }
    }
    return value;
  }

  /// The oldest container that has the label.
  Optional<Application> decider(Label<?> label) {
    for (Application member : members) {
      if (member.labels().has(label)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  private static Finding conflict(Application member, Label<?> label, Application decider) {
    return member.finding(
        Finding.Code.CONFLICTING_LABEL,
        label,
        "is not used: container `"
            + decider.container().name()
            + "` decides about it for `"
            + member.name()
            + "`",
        "give all containers of the host the same value");
  }
}
