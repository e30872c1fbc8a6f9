package io.sallyport.cli;

import io.sallyport.config.DidYouMean;
import io.sallyport.explain.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Selects containers by name, or by the beginning of an identifier.
final class ContainerSelection {
  private ContainerSelection() {}

  /// In the order in which they were named, each once; all where none is named.
  ///
  /// @throws InputException naming all that do not exist
  static List<Explanation> select(List<Explanation> all, List<String> named) {
    if (named.isEmpty()) {
      return all;
    }
    Set<Explanation> selected = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    for (String name : named) {
      List<Explanation> found = called(all, name);
      if (found.isEmpty()) {
        problems.add("There is no container `" + name + "`" + meant(all, name));
      }
      selected.addAll(found);
    }
    if (!problems.isEmpty()) {
      throw new InputException(String.join("\n", problems));
    }
    return List.copyOf(selected);
  }

  /// On a classic Swarm, each node may have one of that name.
  private static List<Explanation> called(List<Explanation> all, String name) {
    String bare = name.startsWith("/") ? name.substring(1) : name;
    List<Explanation> named =
        all.stream()
            .filter(
                each -> each.name().equals(bare) || (each.node() + "/" + each.name()).equals(bare))
            .toList();
    if (!named.isEmpty() || bare.isEmpty()) {
      return named;
    }
    List<Explanation> begun = all.stream().filter(each -> each.id().startsWith(bare)).toList();
    if (begun.size() > 1) {
      throw new InputException(
          "`%s` is the beginning of several identifiers: %s"
              .formatted(
                  name, begun.stream().map(Explanation::name).collect(Collectors.joining(", "))));
    }
    return begun;
  }

  /// Compose adds its project before a name and a number after it.
  private static String meant(List<Explanation> all, String name) {
    List<String> names = all.stream().map(Explanation::name).toList();
    Optional<String> near =
        DidYouMean.among(names, name)
            .or(() ->
                names.stream().filter(each -> !name.isEmpty() && each.contains(name)).findFirst());
    return near.map(each -> "; did you mean `" + each + "`?").orElse("");
  }
}
