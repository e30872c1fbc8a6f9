package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// The containers of one host name, or of one context root of it, oldest first, and the further
/// names that are theirs.
///
/// @param owner whose containers decide; the others serve as these say
/// @param roots who decides about each context root; empty for a root
record Site(
    String name,
    SortedSet<String> aliases,
    List<Application> members,
    Owner owner,
    SortedMap<String, Owner> roots) {

  /// The same with these containers alone.
  Site with(List<Application> others) {
    return new Site(name, aliases, others, owner, roots);
  }

  /// Its containers by the context root that they serve.
  SortedMap<String, Site> byRoot() {
    SortedMap<String, Site> byRoot = new TreeMap<>();
    for (Application member : members) {
      byRoot
          .computeIfAbsent(member.root(), root -> root(root, new ArrayList<>()))
          .members()
          .add(member);
    }
    return byRoot;
  }

  /// One context root with these containers.
  Site root(String root, List<Application> containers) {
    return new Site(name, aliases, containers, roots.getOrDefault(root, owner), new TreeMap<>());
  }

  /// Whether it is made of the very same containers, under the same names and owners.
  @SuppressWarnings("ReferenceEquality") // What Memory goes by; equality costs more than it saves.
  boolean same(Site other) {
    boolean same =
        members.size() == other.members.size()
            && aliases.equals(other.aliases)
            && owner.same(other.owner)
            && roots.keySet().equals(other.roots.keySet());
    for (int i = 0; same && i < members.size(); i++) {
      same = members.get(i) == other.members.get(i);
    }
    return same
        && roots.entrySet().stream()
            .allMatch(
                each -> each.getValue().same(other.roots.getOrDefault(each.getKey(), other.owner)));
  }

  // Loops here and in LabelValues: asked for many labels of each host.

  /// The value that the owner's oldest container which has the label gives it; those of others that
  /// differ become findings.
  <T> Optional<T> agreed(Label<T> label, List<Finding> findings) {
    Optional<Application> decider = decider(label);
    return decider.isEmpty() ? Optional.empty() : decided(decider.get(), label, findings);
  }

  /// The value that one container gives it, or nothing; those of others that differ become
  /// findings.
  <T> Optional<T> decided(Application decider, Label<T> label, List<Finding> findings) {
    Optional<T> value = decider.labels().get(label);
    report(decider, label, value, findings);
    return value;
  }

  /// Says which of the containers ask for another value than that.
  <T> void report(Application decider, Label<T> label, Optional<T> value, List<Finding> findings) {
    for (Application member : members) {
      Optional<T> other = member.labels().get(label);
      if (other.isPresent() && !other.equals(value)) {
        findings.add(conflict(member, label, decider));
      }
    }
  }

  /// The owner's oldest container that has the label.
  Optional<Application> decider(Label<?> label) {
    for (Application each : owner.deciders()) {
      if (each.labels().has(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// The owner's oldest container that gives the label this value.
  <T> Optional<Application> decider(Label<T> label, T value) {
    for (Application each : owner.deciders()) {
      if (each.labels().get(label).filter(value::equals).isPresent()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// All that the owner's containers say in a label.
  <T> Set<T> said(Label<T> label) {
    Set<T> said = new HashSet<>();
    owner.deciders().forEach(each -> said.addAll(each.labels().all(label)));
    return said;
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
