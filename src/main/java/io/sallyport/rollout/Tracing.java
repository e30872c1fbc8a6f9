package io.sallyport.rollout;

import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.model.VirtualHost.Visitors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// From what a proxy says when it refuses a configuration to the parts of it that it is probably
/// about. A guess: whether it is right shows when the configuration is tried without them.
final class Tracing {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern PLACE = Pattern.compile(" in \\S+:(\\d{1,9})(?!\\d)");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s;{}]+");

  /// A server block of ours names its host within so many lines.
  private static final int BLOCK = 100;

  private final RoutingTable table;
  private final List<String> lines;
  private final Map<String, Set<String>> partsByWord = new HashMap<>();

  /// @param text what the table was rendered to
  Tracing(RoutingTable table, String text) {
    this.table = table;
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
  Suspicion suspects(String message) {
    Set<String> quoted = new TreeSet<>();
    QUOTED
        .matcher(message)
        .results()
        .forEach(match -> quoted.addAll(partsByWord.getOrDefault(match.group(1), Set.of())));
    Matcher place = PLACE.matcher(message);
    return !quoted.isEmpty() || !place.find()
        ? new Suspicion(quoted, true)
        : new Suspicion(at(Integer.parseInt(place.group(1))), false);
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

  RoutingTable table() {
    return table;
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
    return Stream.of(names, upstreams, files(host)).flatMap(words -> words);
  }

  /// Files of the proxy that a host needs.
  static Stream<String> files(VirtualHost host) {
    Stream<String> front =
        host.tls().stream()
            .flatMap(tls -> Stream.concat(pair(tls), tls.visitors().stream().map(Visitors::ca)));
    Stream<String> back =
        host.locations().stream()
            .flatMap(location -> location.backendTls().stream())
            .flatMap(Tracing::files);
    return Stream.concat(front, back);
  }

  /// Why the first of a part's files that cannot be used cannot be, where there is one.
  ///
  /// @param unusable why, by file
  static Optional<String> problem(Part part, Map<String, String> unusable) {
    return files(part.host()).map(unusable::get).filter(Objects::nonNull).findFirst();
  }

  /// Those of them that are no certificates or keys.
  static Stream<String> passwordFiles(VirtualHost host) {
    return host.locations().stream()
        .flatMap(location -> location.backendTls().stream())
        .flatMap(tls -> tls.client().stream())
        .flatMap(client -> client.passwordFile().stream());
  }

  private static Stream<String> pair(Tls tls) {
    return Stream.of(tls.certificate(), tls.key());
  }

  private static Stream<String> files(BackendTls tls) {
    return Stream.concat(tls.ca().stream(), tls.client().stream().flatMap(Tracing::files));
  }

  private static Stream<String> files(ClientCertificate client) {
    return Stream.concat(
        Stream.of(client.certificate(), client.key()), client.passwordFile().stream());
  }
}
