package io.sallyport.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The containers of one host name, oldest first, and the further names that are theirs.
record Site(String name, SortedSet<String> aliases, List<Application> members) {

  /// Gives each name to the site that claimed it first, going by the age of containers: nobody
  /// takes over a name that is served already, neither by an alias nor by a host name.
  static List<Site> claim(List<Application> oldestFirst, List<Finding> findings) {
    Map<String, String> owners = new HashMap<>();
    SortedMap<String, Site> sites = new TreeMap<>();
    for (Application application : oldestFirst) {
      String owner = owners.computeIfAbsent(application.name(), name -> name);
      if (!owner.equals(application.name())) {
        findings.add(taken(application, owner));
        continue;
      }
      Site site =
          sites.computeIfAbsent(
              application.name(), name -> new Site(name, new TreeSet<>(), new ArrayList<>()));
      site.members().add(application);
      for (String alias : application.labels().all(Label.ALIAS_DOMAIN)) {
        String aliasOwner = owners.computeIfAbsent(alias, any -> application.name());
        if (!aliasOwner.equals(application.name())) {
          findings.add(aliasTaken(application, alias, aliasOwner));
        } else if (!alias.equals(application.name())) {
          site.aliases().add(alias);
        }
      }
    }
    return List.copyOf(sites.values());
  }

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

  /// The value that the oldest container which has the label gives it; those of younger containers
  /// that differ become findings.
  <T> Optional<T> agreed(Label<T> label, List<Finding> findings) {
    return decider(label).flatMap(decider -> decided(decider, label, findings));
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
    return members.stream().filter(member -> member.labels().get(label).isPresent()).findFirst();
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

  private static Finding taken(Application application, String owner) {
    return application.finding(
        Finding.Code.NAME_TAKEN,
        Label.HOSTNAME,
        "`"
            + application.name()
            + "` is already an alias of `"
            + owner
            + "`, which an older container claimed",
        "choose another name, or remove that alias first");
  }

  private static Finding aliasTaken(Application application, String alias, String owner) {
    return application.finding(
        Finding.Code.ALIAS_TAKEN,
        Label.ALIAS_DOMAIN,
        alias.equals(owner)
            ? "`" + alias + "` is the name of a host already, which an older container claimed"
            : "`"
                + alias
                + "` already belongs to `"
                + owner
                + "`, which an older container claimed",
        "choose another alias, or remove that name there first");
  }
}
