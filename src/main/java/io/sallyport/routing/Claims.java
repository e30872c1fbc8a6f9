package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Each name's one owner, the group that decides about each host, and what each host is made of:
/// nobody takes over a name that is served already, neither by an alias nor by a host name.
record Claims(List<Site> sites, Ownership ownership) {

  /// A name is its former owner's while that claims it, or is remembered and away; else the oldest
  /// container's that claims it. Likewise a host is its former group's.
  ///
  /// @param pausing containers that do not answer now and will again, such as between restarts:
  ///   they keep what is theirs and claim nothing new
  /// @param unusable likewise, containers whose labels cannot be read
  static Claims of(
      List<Application> oldestFirst,
      List<Application> pausing,
      List<Application> unusable,
      Ownership before,
      List<Finding> findings) {
    return new Settling(oldestFirst, pausing, unusable, before, findings).run();
  }

  /// The containers that ask for one host name.
  private record Claimants(
      List<Application> running, List<Application> pausing, List<Application> unusable) {
    Claimants() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    Claimants ofRoot(String root) {
      return new Claimants(of(running, root), of(pausing, root), of(unusable, root));
    }

    private static List<Application> of(List<Application> all, String root) {
      return all.stream().filter(each -> each.root().equals(root)).toList();
    }

    /// The further names that a group's containers give the host.
    Set<String> aliases(Owner owner) {
      Set<String> aliases = new HashSet<>();
      for (List<Application> each : List.of(running, pausing, unusable)) {
        each.stream()
            .filter(owner::owns)
            .forEach(application -> aliases.addAll(application.labels().all(Label.ALIAS_DOMAIN)));
      }
      return aliases;
    }
  }

  /// One pass over all claims.
  private static final class Settling {
    private final List<Application> oldestFirst;
    private final Ownership before;
    private final List<Finding> findings;
    private final SortedMap<String, Claimants> claimants = new TreeMap<>();
    private final SortedMap<String, Owner> owners = new TreeMap<>();
    private final SortedSet<String> absent = new TreeSet<>();
    private final SortedSet<String> disputed = new TreeSet<>();
    private final SortedMap<String, String> hosts;
    private final SortedMap<String, Site> sites = new TreeMap<>();

    Settling(
        List<Application> oldestFirst,
        List<Application> pausing,
        List<Application> unusable,
        Ownership before,
        List<Finding> findings) {
      this.oldestFirst = oldestFirst;
      this.before = before;
      this.findings = findings;
      oldestFirst.forEach(each -> claimants(each).running().add(each));
      pausing.forEach(each -> claimants(each).pausing().add(each));
      unusable.forEach(each -> claimants(each).unusable().add(each));
      hosts = new TreeMap<>(before.hosts());
    }

    private Claimants claimants(Application application) {
      return claimants.computeIfAbsent(application.name(), any -> new Claimants());
    }

    Claims run() {
      settleHosts();
      Map<String, Set<String>> aliases = new HashMap<>();
      hosts.entrySet().removeIf(entry -> !isKept(entry.getKey(), entry.getValue(), aliases));
      for (Application application : oldestFirst) {
        claimHost(application);
      }
      for (Site site : sites.values()) {
        finish(site);
      }
      SortedSet<String> served = new TreeSet<>(hosts.values());
      owners.keySet().removeIf(key -> !served.contains(hostOf(key)));
      absent.retainAll(owners.keySet());
      return new Claims(
          List.copyOf(sites.values()), new Ownership(hosts, owners, absent, disputed));
    }

    private static String hostOf(String key) {
      int slash = key.indexOf('/');
      return slash < 0 ? key : key.substring(0, slash);
    }

    private void settleHosts() {
      before
          .owners()
          .forEach((key, owner) -> {
            if (!claimants.containsKey(hostOf(key))) {
              owners.put(key, owner);
              absent.add(key);
            }
          });
      claimants.forEach((host, all) -> {
        settle(host, all, Optional.empty());
        Optional<Owner> decides = Optional.ofNullable(owners.get(host));
        Set<String> roots = new TreeSet<>();
        all.running().forEach(each -> roots.add(each.root()));
        before.owners().subMap(host + "/", host + "0").keySet().stream()
            .map(key -> key.substring(host.length()))
            .forEach(roots::add);
        roots.forEach(root -> settle(host + root, all.ofRoot(root), decides));
      });
    }

    /// @param first the group that owns it wherever it is there
    private void settle(String key, Claimants all, Optional<Owner> first) {
      Optional<Owner> remembered = Optional.ofNullable(before.owners().get(key));
      Optional<Owner> known =
          remembered
              .filter(owner -> !owner.group().equals(Group.UNKNOWN))
              .filter(owner -> first.isEmpty() || isTold(owner, all));
      Optional<Group> group =
          first
              .filter(owner -> all.running().stream().anyMatch(owner::owns))
              .or(() -> known)
              .map(Owner::group)
              .or(() -> all.running().stream().findFirst().map(Application::group))
              .or(() ->
                  all.pausing().stream()
                      .findFirst()
                      .filter(any -> remembered.isPresent())
                      .map(Application::group));
      if (group.isEmpty()) {
        return;
      }
      Owner any = new Owner(group.get(), List.of());
      List<Application> running = all.running().stream().filter(any::owns).toList();
      if (!running.isEmpty()) {
        owners.put(key, new Owner(group.get(), running));
        return;
      }
      List<Application> pausing = all.pausing().stream().filter(any::owns).toList();
      Owner former = known.orElse(any);
      owners.put(
          key,
          former.deciders().isEmpty() && !pausing.isEmpty()
              ? new Owner(group.get(), pausing)
              : former);
      if (pausing.isEmpty() && all.unusable().stream().noneMatch(any::owns)) {
        absent.add(key);
      }
    }

    /// Whether it is known what the owner of a root asks for, or it is there to say so.
    private static boolean isTold(Owner owner, Claimants all) {
      return !owner.deciders().isEmpty()
          || all.running().stream().anyMatch(owner::owns)
          || all.running().isEmpty();
    }

    /// Whether a name stays with the host that it was remembered to belong to.
    private boolean isKept(String name, String host, Map<String, Set<String>> aliases) {
      Owner owner = owners.get(host);
      if (owner == null) {
        return claimants.containsKey(host) && name.equals(host);
      }
      return absent.contains(host)
          || name.equals(host)
          || aliases
              .computeIfAbsent(
                  host, any -> claimants.getOrDefault(host, new Claimants()).aliases(owner))
              .contains(name);
    }

    private void claimHost(Application application) {
      String name = application.name();
      Owner owner = owners.get(name);
      if (owner == null || !claim(application, name, owner, Label.HOSTNAME)) {
        return;
      }
      Site site =
          sites.computeIfAbsent(
              name, any -> new Site(name, new TreeSet<>(), new ArrayList<>(), owner, roots(name)));
      site.members().add(application);
      if (!owner.owns(application)) {
        return;
      }
      for (String alias : application.labels().all(Label.ALIAS_DOMAIN)) {
        if (claim(application, alias, owner, Label.ALIAS_DOMAIN) && !alias.equals(name)) {
          site.aliases().add(alias);
        }
      }
    }

    private SortedMap<String, Owner> roots(String host) {
      SortedMap<String, Owner> roots = new TreeMap<>();
      owners
          .subMap(host + "/", host + "0")
          .forEach((key, owner) -> roots.put(key.substring(host.length()), owner));
      return roots;
    }

    /// True where the name is the application's host's, now if not before.
    private boolean claim(Application application, String name, Owner owner, Label<?> label) {
      Optional<String> refusal = Wildcards.refusal(name);
      if (refusal.isPresent()) {
        findings.add(NameFindings.refused(application, name, label, refusal.get()));
        return false;
      }
      String host = application.name();
      String holder = hosts.get(name);
      if (holder == null) {
        Optional<String> wildcard = Wildcards.above(name, hosts);
        Owner above =
            wildcard
                .map(each -> owners.getOrDefault(hosts.getOrDefault(each, each), owner))
                .orElse(owner);
        if (!above.group().equals(owner.group())) {
          disputed.add(name);
          findings.add(
              NameFindings.below(application, name, label, wildcard.orElseThrow(), above.group()));
          return false;
        }
        hosts.put(name, host);
        return true;
      }
      if (holder.equals(host)) {
        return true;
      }
      disputed.add(name);
      findings.add(
          NameFindings.taken(application, name, label, holder, claimants.containsKey(holder)));
      return false;
    }

    /// With the names of an owner that is away; those that others would add are not taken.
    private void finish(Site site) {
      Owner owner = site.owner();
      if (site.members().stream().noneMatch(owner::owns)) {
        hosts.forEach((name, host) -> {
          if (host.equals(site.name()) && !name.equals(host)) {
            site.aliases().add(name);
          }
        });
      }
      for (Application member : site.members()) {
        if (!owner.owns(member)) {
          disputed.add(site.name());
          for (String alias : member.labels().all(Label.ALIAS_DOMAIN)) {
            if (!site.aliases().contains(alias) && !alias.equals(site.name())) {
              findings.add(NameFindings.widens(member, alias, owner.group()));
            }
          }
        }
      }
    }
  }
}
