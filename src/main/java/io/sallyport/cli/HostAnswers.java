package io.sallyport.cli;

import io.sallyport.api.Documents.Backend;
import io.sallyport.api.Documents.CertificateDocument;
import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.HostPath;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.ExplanationText;
import io.sallyport.finding.Harmless;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `explain` says about hosts, and about requests for them.
final class HostAnswers {
  private static final String INDENT = "    ";
  private static final int MOST_NAMES = 5;
  private static final String SERVER = "server";
  private static final Map<String, String> USES =
      Map.of(
          SERVER,
          "certificate",
          "client_ca",
          "CA to verify clients with",
          "backend_ca",
          "CA to verify containers with",
          "backend_client",
          "certificate to show to containers");

  private final Map<String, Explanation> containers;
  private final List<CertificateDocument> certificates;
  private final ExplanationText blocks;

  /// @param certificates those that a daemon knows; none where none was asked
  HostAnswers(
      List<Explanation> containers,
      List<CertificateDocument> certificates,
      ExplanationText blocks) {
    this.certificates = certificates;
    this.containers =
        containers.stream()
            .collect(Collectors.toMap(Explanation::id, Function.identity(), (one, _) -> one));
    this.blocks = blocks;
  }

  /// A host with all its locations.
  Answer of(Host host) {
    List<String> lines = new ArrayList<>(about(host));
    return answer(host.name(), standing(host), lines, host);
  }

  /// Which location answers a request, with which servers and which certificate.
  Answer of(Request request, Host host) {
    List<HostPath> fitting =
        host.locations().stream()
            .filter(each -> request.isBelow(each.root()))
            .sorted(Comparator.comparingInt((HostPath each) -> each.root().length()).reversed())
            .toList();
    Optional<HostPath> answering =
        fitting.stream().filter(each -> !each.servers().isEmpty()).findFirst();
    int first = answering.map(fitting::indexOf).orElse(fitting.size() - 1);
    Host part = with(host, fitting.subList(0, first + 1));
    List<String> lines = new ArrayList<>();
    lines.add("host: " + host.name());
    lines.addAll(about(host));
    boolean served = !host.proxies().isEmpty();
    boolean refused = served && request.scheme().equals("https") && !host.tls();
    if (refused) {
      lines.add("why: the host has no certificate, so its proxies refuse the TLS handshake");
      lines.add("do:  set `interlock.ssl_cert`, or ask for it by http");
    } else if (answering.isEmpty()) {
      lines.add("why: no container serves this path of it, so its proxies answer with an error");
    } else {
      lines.add("location: " + answering.get().root());
    }
    boolean answered = !refused && answering.isPresent();
    return answer(request.toString(), answered ? standing(part) : Standing.NOT_ROUTED, lines, part);
  }

  private static Host with(Host host, List<HostPath> locations) {
    return new Host(
        host.name(),
        host.aliases(),
        host.tls(),
        host.certificate(),
        host.redirectToTls(),
        host.proxies(),
        List.copyOf(locations));
  }

  private List<CertificateDocument> certificates(Host host) {
    return certificates.stream().filter(each -> each.hosts().contains(host.name())).toList();
  }

  private static String words(CertificateDocument certificate, String host) {
    String problem = certificate.problemOf(host);
    return "%s: %s%s, expires %s%s%s"
        .formatted(
            USES.getOrDefault(certificate.use(), certificate.use()),
            certificate.file(),
            certificate.use().equals(SERVER) ? ", for " + few(certificate.names()) : "",
            certificate.expires().replaceFirst("\\.\\d+", ""),
            problem.isEmpty() ? "" : ": " + problem,
            certificate.note().isEmpty() ? "" : "; " + certificate.note());
  }

  private static String few(List<String> names) {
    if (names.isEmpty()) {
      return "no name";
    }
    int more = names.size() - MOST_NAMES;
    return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private List<String> about(Host host) {
    List<String> lines = new ArrayList<>();
    if (!host.aliases().isEmpty()) {
      lines.add("also: " + String.join(", ", host.aliases()));
    }
    if (!host.proxies().isEmpty()) {
      lines.add("proxies: " + String.join(", ", host.proxies()));
    }
    List<CertificateDocument> known = certificates(host);
    known.forEach(each -> lines.add(words(each, host.name())));
    if (host.tls() && known.stream().noneMatch(each -> each.use().equals(SERVER))) {
      lines.add("certificate: " + host.certificate());
    }
    if (host.redirectToTls()) {
      lines.add("HTTP is redirected to HTTPS");
    }
    return lines;
  }

  private Answer answer(String name, Standing standing, List<String> about, Host host) {
    List<String> lines = new ArrayList<>();
    lines.add(blocks.heading(name, standing));
    about.forEach(line -> lines.add(INDENT + Harmless.of(line)));
    host.locations().forEach(location -> lines.addAll(servers(host, location)));
    List<Explanation> behind = behind(host);
    behind.forEach(each -> each.notes().forEach(note -> lines.add(INDENT + note(each, note))));
    boolean problem =
        standing == Standing.NOT_ROUTED
            || behind.stream().anyMatch(Explanation::needsHands)
            || certificates(host).stream().anyMatch(each -> !each.problemOf(host.name()).isEmpty());
    return new Answer(String.join("\n", lines) + "\n", problem, behind, List.of(host), List.of());
  }

  private String note(Explanation each, Note note) {
    return blocks.note(
        new Note(
            note.severity(),
            note.code(),
            "",
            "container %s: %s%s"
                .formatted(
                    each.name(),
                    note.label().isEmpty() ? "" : "label " + note.label() + ": ",
                    note.message()),
            note.advice()));
  }

  private List<String> servers(Host host, HostPath location) {
    Stream<String> servers =
        location.servers().stream().map(server -> server(host, location, server));
    Stream<String> others =
        location.others().stream()
            .map(other ->
                other.container()
                    + ": "
                    + other.standing().words()
                    + ": "
                    + other.reason()
                    + (other.advice().isEmpty() ? "" : "; " + other.advice()));
    return Stream.concat(servers, others)
        .map(line -> INDENT + location.root() + " " + Harmless.lines(line))
        .toList();
  }

  private String server(Host host, HostPath location, Backend server) {
    Explanation each = containers.get(server.containerId());
    return each == null
        ? server.container() + " at " + server.address()
        : each.routes().stream()
            .filter(route ->
                route.host().equals(host.name())
                    && route.root().equals(location.root())
                    && route.address().equals(server.address()))
            .findFirst()
            .map(route -> each.name() + " " + ExplanationText.way(each, route))
            .orElse(each.name() + " at " + server.address());
  }

  /// The containers of all its locations, each once.
  private List<Explanation> behind(Host host) {
    Set<Explanation> behind = new LinkedHashSet<>();
    for (HostPath location : host.locations()) {
      Stream.concat(
              location.servers().stream().map(Backend::containerId),
              location.others().stream().map(other -> other.containerId()))
          .map(containers::get)
          .filter(each -> each != null)
          .forEach(behind::add);
    }
    return List.copyOf(behind);
  }

  /// That of the container of it that stands best. A host is not routed where none of its
  /// containers runs.
  private Standing standing(Host host) {
    return behind(host).stream()
        .map(Explanation::standing)
        .min(Comparator.naturalOrder())
        .filter(best -> best != Standing.NOT_RUNNING)
        .orElse(Standing.NOT_ROUTED);
  }
}
