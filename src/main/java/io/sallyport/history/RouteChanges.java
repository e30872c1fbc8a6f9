package io.sallyport.history;

import io.sallyport.explain.Explanation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a pass changed in what is served, as it is sent. Bounded: a start may change a thousand
/// hosts.
///
/// @param hosts at most twenty: changed ones, then those that were added, then removed ones
/// @param more how many further hosts
/// @param proxies those that got a new configuration
public record RouteChanges(List<HostChange> hosts, int more, List<String> proxies) {
  /// What a pass that changed nothing changed.
  public static final RouteChanges NONE = new RouteChanges(List.of(), 0, List.of());

  private static final int MOST_HOSTS = 20;
  private static final int MOST_NAMES = 10;

  /// So many hosts, and so many servers of one, are still one line.
  private static final int IN_A_LINE = 5;

  private static final int NAMED_IN_A_LINE = 3;

  public RouteChanges {
    hosts = List.copyOf(hosts);
    proxies = List.copyOf(proxies);
  }

  /// All of it, of which the first are kept.
  public static RouteChanges of(List<HostChange> all, Collection<String> proxies) {
    List<HostChange> first = all.subList(0, Math.min(MOST_HOSTS, all.size()));
    return new RouteChanges(first, all.size() - first.size(), List.copyOf(proxies));
  }

  /// One host, and its servers on all proxies together.
  ///
  /// @param added servers that it did not have; of a host that was added, all
  /// @param removed servers that it had; of a host that was removed, all. Without either its
  ///   configuration changed
  public record HostChange(String host, ChangeKind change, ServerNames added, ServerNames removed) {
    /// One of these, in one phrase: `app.example.com: +shop-2`, `+ shop.example.com`.
    @Override
    public String toString() {
      return switch (change) {
        case ADDED -> "+ " + host;
        case REMOVED -> "- " + host;
        case CHANGED -> host + ": " + servers();
      };
    }

    private String servers() {
      if (added.count() + removed.count() == 0) {
        return "same servers, changed configuration";
      }
      List<String> words = new ArrayList<>();
      added.addTo(words, "+");
      removed.addTo(words, "-");
      return String.join(", ", words);
    }
  }

  /// What became of a host.
  public enum ChangeKind {
    ADDED,
    REMOVED,
    CHANGED;

    @Override
    public String toString() {
      return Explanation.lower(this);
    }
  }

  /// Servers, by their containers.
  ///
  /// @param names the first ten
  public record ServerNames(int count, List<String> names) {
    public ServerNames {
      names = List.copyOf(names);
    }

    /// All of them, of which the first are kept.
    public static ServerNames of(List<String> all) {
      return new ServerNames(all.size(), all.subList(0, Math.min(MOST_NAMES, all.size())));
    }

    private void addTo(List<String> words, String sign) {
      if (count > NAMED_IN_A_LINE) {
        words.add(sign + count + " servers");
      } else {
        names.forEach(name -> words.add(sign + name));
      }
    }
  }

  /// Whether nothing changed.
  public boolean none() {
    return hosts.isEmpty() && proxies.isEmpty();
  }

  /// The hosts, in one line: `app.example.com: +shop-2, -shop-1; + shop.example.com; and 12 more`.
  /// Empty where nothing changed.
  public String words() {
    if (hosts.isEmpty()) {
      return proxies.isEmpty() ? "" : "only the configuration's text";
    }
    int all = hosts.size() + more;
    int shown = all <= IN_A_LINE + 1 ? all : IN_A_LINE;
    List<String> words = new ArrayList<>();
    hosts.subList(0, shown).forEach(host -> words.add(host.toString()));
    if (all > shown) {
      words.add("and " + (all - shown) + " more");
    }
    return String.join("; ", words);
  }
}
