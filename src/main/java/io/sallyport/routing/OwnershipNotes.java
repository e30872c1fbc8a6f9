package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.labels.Grammar;
import io.sallyport.labels.TrafficGrammar;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Who owns what, as lines of text that a proxy keeps: `owner HOST GROUP TERMS`, where the host may
/// have a context root behind it, and `name NAME HOST` for further names.
public final class OwnershipNotes {
  private static final String OWNER = "owner";
  private static final String NAME = "name";
  private static final String NO_TERMS = "-";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{16}");

  /// More than that no proxy can serve.
  private static final int MOST_LINES = 200_000;

  private OwnershipNotes() {}

  /// In the order of names: the same ownership is the same text.
  public static String write(Ownership ownership, ProxySettings settings) {
    StringBuilder text = new StringBuilder();
    ownership
        .owners()
        .forEach((place, owner) -> {
          if (isWorthIt(place, owner, ownership)) {
            line(text, OWNER, place, owner.group().key(), terms(place, owner, settings));
          }
        });
    ownership
        .hosts()
        .forEach((name, host) -> {
          if (!name.equals(host)) {
            line(text, NAME, name, host);
          }
        });
    return text.toString();
  }

  /// Roots that belong to the group of their host need no line.
  private static boolean isWorthIt(String place, Owner owner, Ownership ownership) {
    Owner ofHost = ownership.owners().get(host(place));
    return !owner.group().equals(Group.UNKNOWN)
        && (place.indexOf('/') < 0 || ofHost == null || !ofHost.group().equals(owner.group()));
  }

  private static String terms(String place, Owner owner, ProxySettings settings) {
    if (place.indexOf('/') >= 0) {
      return NO_TERMS;
    } else if (owner.deciders().isEmpty()) {
      return owner.terms().isEmpty() ? NO_TERMS : owner.terms();
    }
    return HostTerms.of(owner.deciders(), settings).digest();
  }

  private static void line(StringBuilder text, String... words) {
    text.append(String.join(" ", words)).append('\n');
  }

  private static String host(String place) {
    int slash = place.indexOf('/');
    return slash < 0 ? place : place.substring(0, slash);
  }

  /// Whatever the text is; lines that are not ours are passed over.
  public static Ownership read(String text) {
    SortedMap<String, String> hosts = new TreeMap<>();
    SortedMap<String, Owner> owners = new TreeMap<>();
    text.lines()
        .limit(MOST_LINES)
        .map(line -> line.split(" ", -1))
        .forEach(words -> {
          if (words.length == 4 && words[0].equals(OWNER)) {
            owner(words).ifPresent(owner -> owners.put(words[1], owner));
          } else if (words.length == 3 && words[0].equals(NAME) && isHost(words[1])) {
            hosts.put(words[1], words[2]);
          }
        });
    owners.keySet().removeIf(place -> !owners.containsKey(host(place)));
    hosts.values().removeIf(host -> !owners.containsKey(host));
    owners.keySet().forEach(place -> hosts.put(host(place), host(place)));
    return new Ownership(hosts, owners, new TreeSet<>(), new TreeSet<>());
  }

  private static Optional<Owner> owner(String[] words) {
    String place = words[1];
    String host = host(place);
    String root = place.substring(host.length());
    if (!isHost(host) || !(root.isEmpty() || isPath(root))) {
      return Optional.empty();
    }
    String terms = DIGEST.matcher(words[3]).matches() ? words[3] : "";
    return Group.parse(words[2]).map(group -> new Owner(group, List.of(), terms));
  }

  private static boolean isHost(String text) {
    return Grammar.HOST_NAME.parse(text).filter(text::equals).isPresent();
  }

  private static boolean isPath(String text) {
    return TrafficGrammar.PATH.parse(text).filter(text::equals).isPresent();
  }
}
