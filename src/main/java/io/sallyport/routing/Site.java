package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.model.SiteId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The containers of one host name, or of one context root of it, oldest first, and the further
/// names that are theirs.
///
/// @param owner whose containers decide; the others serve as these say
/// @param roots who decides about each context root; empty for a root
record Site(
    SiteId id,
    SortedSet<String> aliases,
    List<Intent> members,
    Owner owner,
    SortedMap<String, Owner> roots) {
  Site {
    aliases = Collections.unmodifiableSortedSet(new TreeSet<>(aliases));
    members = List.copyOf(members);
    roots = Collections.unmodifiableSortedMap(new TreeMap<>(roots));
  }

  String name() {
    return id.name();
  }

  /// The same with these containers alone.
  Site with(List<Intent> others) {
    return new Site(id, aliases, others, owner, roots);
  }

  /// The same with another owner.
  Site with(Owner other) {
    return new Site(id, aliases, members, other, roots);
  }

  /// Its containers by the context root that they serve.
  SortedMap<String, Site> byRoot() {
    SortedMap<String, List<Intent>> grouped = new TreeMap<>();
    for (Intent member : members) {
      grouped.computeIfAbsent(member.root(), any -> new ArrayList<>()).add(member);
    }
    SortedMap<String, Site> byRoot = new TreeMap<>();
    grouped.forEach((root, containers) -> byRoot.put(root, root(root, containers)));
    return byRoot;
  }

  /// One context root with these containers.
  Site root(String root, List<Intent> containers) {
    return new Site(id, aliases, containers, ownerOf(root), new TreeMap<>());
  }

  /// Who decides about a context root.
  Owner ownerOf(String root) {
    return roots.getOrDefault(root, owner);
  }

  // Loops here and in LabelValues: asked for many labels of each host.

  /// The value that the owner's oldest container which has the label gives it; those of others that
  /// differ become findings.
  <T> Optional<T> agreed(Label<T> label, List<Finding> findings) {
    Optional<Intent> decider = decider(label);
    return decider.isEmpty() ? Optional.empty() : decided(decider.get(), label, findings);
  }

  /// The value that one container gives it, or nothing; those of others that differ become
  /// findings.
  <T> Optional<T> decided(Intent decider, Label<T> label, List<Finding> findings) {
    Optional<T> value = decider.values().get(label);
    report(decider, label, value, findings);
    return value;
  }

  /// Says which of the containers ask for another value than that.
  <T> void report(Intent decider, Label<T> label, Optional<T> value, List<Finding> findings) {
    for (Intent member : members) {
      Optional<T> other = member.values().get(label);
      if (other.isPresent() && !other.equals(value)) {
        findings.add(conflict(member, label, decider));
      }
    }
  }

  /// The owner's oldest container that has the label.
  Optional<Intent> decider(Label<?> label) {
    for (Intent each : owner.deciders()) {
      if (each.values().has(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// The owner's oldest container that gives the label this value.
  <T> Optional<Intent> decider(Label<T> label, T value) {
    for (Intent each : owner.deciders()) {
      if (each.values().get(label).filter(value::equals).isPresent()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// All that the owner's containers say in a label.
  <T> Set<T> said(Label<T> label) {
    Set<T> said = new HashSet<>();
    owner.deciders().forEach(each -> said.addAll(each.values().all(label)));
    return said;
  }

  private static Finding conflict(Intent member, Label<?> label, Intent decider) {
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
