package io.sallyport.routing;

import io.sallyport.labels.Intent;
import io.sallyport.source.Group;
import java.util.List;

/// The group that decides about a site, or about one context root of it.
///
/// @param deciders its containers that run, oldest first; where none runs, those that did when it
///   was last there: what they asked for holds for as long as the group is remembered
/// @param policy a digest of what it asked for, where only that is known, after a restart
record Owner(Group group, List<Intent> deciders, String policy) {
  Owner {
    deciders = List.copyOf(deciders);
  }

  Owner(Group group, List<Intent> deciders) {
    this(group, deciders, "");
  }

  boolean owns(Intent intent) {
    return group.equals(intent.group());
  }

  @Override
  public String toString() {
    return group + " " + deciders.stream().map(each -> each.container().name()).toList() + policy;
  }
}
