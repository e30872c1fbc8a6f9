package io.sallyport.routing;

import io.sallyport.source.Container;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The group that decides about a host, or about one context root of it.
///
/// @param deciders its containers that run, oldest first; where none runs, those that did when it
///   was last there: what they asked for holds for as long as the group is remembered
/// @param terms a digest of what it asked for, where only that is known, after a restart
record Owner(Group group, List<Application> deciders, String terms) {
  Owner {
    deciders = List.copyOf(deciders);
  }

  Owner(Group group, List<Application> deciders) {
    this(group, deciders, "");
  }

  boolean owns(Application application) {
    return group.equals(application.group());
  }

  /// Whether it is the same group with the very same containers.
  @SuppressWarnings("ReferenceEquality") // What Memory goes by; equality costs more than it saves.
  boolean same(Owner other) {
    boolean same =
        group.equals(other.group)
            && terms.equals(other.terms)
            && deciders.size() == other.deciders.size();
    for (int i = 0; same && i < deciders.size(); i++) {
      same = deciders.get(i) == other.deciders.get(i);
    }
    return same;
  }

  /// Labels are a part of the container.
  private List<Container> containers() {
    return deciders.stream().map(Application::container).toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Owner owner
        && (same(owner)
            || (group.equals(owner.group)
                && terms.equals(owner.terms)
                && containers().equals(owner.containers())));
  }

  @Override
  public int hashCode() {
    return Objects.hash(group, terms, containers());
  }

  @Override
  public String toString() {
    return group + " " + containers().stream().map(Container::name).toList() + terms;
  }
}
