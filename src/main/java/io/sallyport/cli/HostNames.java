package io.sallyport.cli;

import io.sallyport.api.Documents.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which host answers to a name, as a proxy decides it: one that has exactly that name, else the
/// longest wildcard (https://nginx.org/en/docs/http/server_names.html).
record HostNames(List<Host> hosts) {

  /// The host with that name, alias or wildcard.
  Optional<Host> find(String name) {
    return hosts.stream()
        .filter(host -> names(host).anyMatch(name::equals))
        .findFirst()
        .or(() ->
            hosts.stream()
                .filter(host -> longest(host, name) > 0)
                .max(Comparator.comparingInt(host -> longest(host, name))));
  }

  /// The length of the longest wildcard of a host that covers the name; 0 where none does.
  private static int longest(Host host, String name) {
    return names(host)
        .filter(each -> each.startsWith("*.") && name.endsWith(each.substring(1)))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  private static Stream<String> names(Host host) {
    return Stream.concat(Stream.of(host.name()), host.aliases().stream());
  }

  /// All of them.
  List<String> all() {
    List<String> all = new ArrayList<>();
    hosts.forEach(host -> names(host).forEach(all::add));
    return all;
  }
}
