package io.sallyport.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Each name's one owner, and what each host is made of: nobody takes over a name that is served
/// already, neither by an alias nor by a host name.
record Claims(List<Site> sites, Ownership ownership) {

  /// A name is its former owner's while that claims it, or is remembered and away; else the oldest
  /// container's that claims it.
  ///
  /// @param pausing containers that do not answer now and will again, such as between restarts:
  ///   they keep what is theirs and claim nothing new
  static Claims of(
      List<Application> oldestFirst,
      List<Application> pausing,
      Ownership before,
      List<Finding> findings) {
    Map<String, Set<String>> claimed = new HashMap<>();
    oldestFirst.forEach(each -> claim(each, claimed));
    pausing.forEach(each -> claim(each, claimed));
    SortedMap<String, String> owners = new TreeMap<>(before.hosts());
    owners
        .entrySet()
        .removeIf(entry -> {
          Set<String> now = claimed.get(entry.getValue());
          return now != null && !now.contains(entry.getKey());
        });

    SortedMap<String, Site> sites = new TreeMap<>();
    SortedSet<String> disputed = new TreeSet<>();
    for (Application application : oldestFirst) {
      String name = application.name();
      String owner = owners.computeIfAbsent(name, any -> name);
      if (!owner.equals(name)) {
        disputed.add(name);
        findings.add(nameTaken(application, owner, claimed.containsKey(owner)));
        continue;
      }
      Site site =
          sites.computeIfAbsent(name, any -> new Site(name, new TreeSet<>(), new ArrayList<>()));
      site.members().add(application);
      for (String alias : application.labels().all(Label.ALIAS_DOMAIN)) {
        String aliasOwner = owners.computeIfAbsent(alias, any -> name);
        if (!aliasOwner.equals(name)) {
          disputed.add(alias);
          findings.add(aliasTaken(application, alias, aliasOwner, claimed.containsKey(aliasOwner)));
        } else if (!alias.equals(name)) {
          site.aliases().add(alias);
        }
      }
    }
    SortedSet<String> absent = new TreeSet<>();
    for (String owner : owners.values()) {
      if (!claimed.containsKey(owner)) {
        absent.add(owner);
      }
    }
    return new Claims(List.copyOf(sites.values()), new Ownership(owners, absent, disputed));
  }

  private static void claim(Application application, Map<String, Set<String>> claimed) {
    Set<String> names = claimed.computeIfAbsent(application.name(), any -> new HashSet<>());
    names.add(application.name());
    names.addAll(application.labels().all(Label.ALIAS_DOMAIN));
  }

  private static Finding nameTaken(Application application, String owner, boolean there) {
    return application.finding(
        Finding.Code.NAME_TAKEN,
        Label.HOSTNAME,
        there
            ? "`%s` is already an alias of `%s`, which claimed it first"
                .formatted(application.name(), owner)
            : kept(application.name(), owner),
        "choose another name, or remove that alias first");
  }

  private static Finding aliasTaken(
      Application application, String alias, String owner, boolean there) {
    String taken =
        alias.equals(owner)
            ? "`%s` is the name of a host already, which claimed it first".formatted(alias)
            : "`%s` already belongs to `%s`, which claimed it first".formatted(alias, owner);
    return application.finding(
        Finding.Code.ALIAS_TAKEN,
        Label.ALIAS_DOMAIN,
        there ? taken : kept(alias, owner),
        "choose another alias, or remove that name there first");
  }

  private static String kept(String name, String owner) {
    return "`%s` is kept for `%s`, whose last container ended less than a minute ago"
        .formatted(name, owner);
  }
}
