package io.sallyport.rollout;

import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.proxy.RefusalClues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// From what a proxy says when it refuses a configuration to the parts of it that it is probably
/// about. A guess: whether it is right shows when the configuration is tried without them.
final class RefusalLocator {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s;{}]+");

  /// A host's block names its host within so many lines.
  private static final int BLOCK = 100;

  private final List<String> lines;
  private final Map<String, Set<String>> partsByWord = new HashMap<>();

  /// @param text what the table was rendered to
  RefusalLocator(RoutingTable table, String text) {
    this.lines = text.lines().toList();
    for (Part part : Part.of(table)) {
      words(part)
          .forEach(
              word -> partsByWord.computeIfAbsent(word, any -> new TreeSet<>()).add(part.key()));
    }
  }

  /// What to try without.
  ///
  /// @param parts their keys; none where the message tells nothing
  /// @param quoted whether the message quotes something of them, so that it is about them and not
  ///   about what the template writes for every host
  record Suspicion(Set<String> parts, boolean quoted) {}

  /// Those that have something which the message quotes, else those of the line that it points at,
  /// else the one in whose block that line is.
  Suspicion suspects(RefusalClues clues) {
    Set<String> quoted = new TreeSet<>();
    clues.quoted().forEach(word -> quoted.addAll(partsByWord.getOrDefault(word, Set.of())));
    return !quoted.isEmpty() || clues.line().isEmpty()
        ? new Suspicion(quoted, true)
        : new Suspicion(at(clues.line().getAsInt()), false);
  }

  private Set<String> at(int line) {
    for (int i = Math.min(line, lines.size()); i > Math.max(0, line - BLOCK); i--) {
      Set<String> named = new TreeSet<>();
      BETWEEN_WORDS
          .splitAsStream(lines.get(i - 1))
          .forEach(word -> named.addAll(partsByWord.getOrDefault(word, Set.of())));
      if (!named.isEmpty()) {
        return named;
      }
    }
    return Set.of();
  }

  private static Stream<String> words(Part part) {
    VirtualHost host = part.host();
    Stream<String> names =
        part.root().isPresent()
            ? Stream.of(host.locations().getFirst().prefix())
            : Stream.concat(Stream.of(host.name()), host.aliases().stream());
    Stream<String> upstreams =
        host.locations().stream()
            .flatMap(location ->
                Stream.concat(
                    Stream.of(location.upstream().name()),
                    location.upstream().servers().stream().map(Server::address)));
    return Stream.of(names, upstreams, HostFiles.of(host)).flatMap(words -> words);
  }
}
