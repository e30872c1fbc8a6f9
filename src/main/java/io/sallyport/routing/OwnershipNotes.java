package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.labels.Claim;
import io.sallyport.labels.LabelGrammar;
import io.sallyport.labels.NameClaim;
import io.sallyport.labels.PortClaim;
import io.sallyport.labels.TrafficGrammar;
import io.sallyport.model.SiteId;
import io.sallyport.source.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Who owns what, as lines of text that a proxy keeps: `owner HOST GROUP POLICY`, where the host
/// may have a context root behind it; `name NAME HOST` for further names and `port tcp/PORT HOST`
/// for ports.
public final class OwnershipNotes {
  private static final String OWNER = "owner";
  private static final String NAME = "name";
  private static final String PORT = "port";
  private static final String NO_POLICY = "-";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{16}");

  /// More than that no proxy can serve.
  private static final int MOST_LINES = 200_000;

  private OwnershipNotes() {}

  /// In the order of names: the same ownership is the same text.
  public static String write(Ownership ownership, ProxySettings settings) {
    StringBuilder text = new StringBuilder();
    Map<HostPolicy, String> digests = new HashMap<>(); // Most hosts have the same.
    ownership
        .owners()
        .forEach((place, owner) -> {
          if (isWorthIt(place, owner, ownership)) {
            String policy = policy(place, owner, settings, digests);
            line(text, OWNER, place.toString(), owner.group().key(), policy);
          }
        });
    ownership
        .claims()
        .forEach((claim, site) -> {
          if (!claim.equals(new NameClaim(site.name()))) {
            line(text, claim instanceof PortClaim ? PORT : NAME, claim.text(), site.name());
          }
        });
    return text.toString();
  }

  /// Roots that belong to the group of their host need no line.
  private static boolean isWorthIt(Place place, Owner owner, Ownership ownership) {
    Owner ofHost = ownership.owners().get(Place.whole(place.site()));
    return !owner.group().equals(Group.UNKNOWN)
        && (place.isWhole() || ofHost == null || !ofHost.group().equals(owner.group()));
  }

  private static String policy(
      Place place, Owner owner, ProxySettings settings, Map<HostPolicy, String> digests) {
    if (!place.isWhole()) {
      return NO_POLICY;
    } else if (owner.deciders().isEmpty()) {
      return owner.policy().isEmpty() ? NO_POLICY : owner.policy();
    }
    return digests.computeIfAbsent(HostPolicy.of(owner.deciders(), settings), HostPolicy::digest);
  }

  private static void line(StringBuilder text, String... words) {
    text.append(String.join(" ", words)).append('\n');
  }

  /// Whatever the text is; lines that are not ours are passed over.
  public static Ownership read(String text) {
    SortedMap<Claim, SiteId> claims = new TreeMap<>();
    SortedMap<Place, Owner> owners = new TreeMap<>();
    text.lines()
        .limit(MOST_LINES)
        .map(line -> List.of(line.split(" ", -1)))
        .forEach(words -> {
          if (words.size() == 4 && words.getFirst().equals(OWNER)) {
            place(words.get(1))
                .ifPresent(place ->
                    owner(words.get(2), words.get(3)).ifPresent(owner -> owners.put(place, owner)));
          } else if (words.size() == 3) {
            claim(words.getFirst(), words.get(1))
                .ifPresent(claim -> claims.put(claim, new SiteId(words.get(2))));
          }
        });
    owners.keySet().removeIf(place -> !owners.containsKey(Place.whole(place.site())));
    claims.values().removeIf(site -> !owners.containsKey(Place.whole(site)));
    owners.keySet().forEach(place -> claims.put(new NameClaim(place.site().name()), place.site()));
    return new Ownership(claims, owners, new TreeSet<>(), new TreeSet<>());
  }

  private static Optional<Claim> claim(String kind, String text) {
    return switch (kind) {
      case NAME -> isHost(text) ? Optional.of(new NameClaim(text)) : Optional.empty();
      case PORT -> PortClaim.parse(text).map(port -> port);
      default -> Optional.empty();
    };
  }

  private static Optional<Place> place(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    String root = text.substring(host.length());
    return isHost(host) && (root.isEmpty() || isPath(root))
        ? Optional.of(new Place(new SiteId(host), root))
        : Optional.empty();
  }

  private static Optional<Owner> owner(String group, String policy) {
    String digest = DIGEST.matcher(policy).matches() ? policy : "";
    return Group.parse(group).map(known -> new Owner(known, List.of(), digest));
  }

  private static boolean isHost(String text) {
    return LabelGrammar.HOST_NAME.parse(text).filter(text::equals).isPresent();
  }

  private static boolean isPath(String text) {
    return TrafficGrammar.PATH.parse(text).filter(text::equals).isPresent();
  }
}
