package io.sallyport.cli;

import io.sallyport.api.Documents.Host;
import io.sallyport.config.DidYouMean;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.ExplanationText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what the arguments of `explain` name: containers by name or by the beginning of an
/// identifier, tasks by their service, proxies, hosts, and requests for them.
final class Targets {
  private final List<Explanation> containers;
  private final HostNames hosts;
  private final HostNames claimed;
  private final HostAnswers hostAnswers;
  private final ProxyAnswers proxyAnswers;
  private final ExplanationText blocks;

  Targets(Known known, ExplanationText blocks) {
    List<Host> hosts = known.hosts();
    containers = known.containers();
    this.hosts = new HostNames(hosts);
    claimed = new HostNames(ClaimedHosts.of(containers));
    this.blocks = blocks;
    hostAnswers = new HostAnswers(containers, known.certificates(), blocks);
    proxyAnswers = new ProxyAnswers(known.proxies(), hosts, blocks);
  }

  /// In the order in which they were named, each once.
  ///
  /// @throws InputException naming all that do not exist
  List<Answer> named(List<String> names) {
    Set<Answer> answers = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      List<Answer> found = called(name);
      if (found.isEmpty()) {
        problems.add("There is no container, host or proxy `" + name + "`" + meant(name));
      }
      answers.addAll(found);
    }
    if (!problems.isEmpty()) {
      throw new InputException(String.join("\n", problems));
    }
    return List.copyOf(answers);
  }

  /// A container and a host may have the same name.
  private List<Answer> called(String name) {
    Stream<Answer> found = container(name).stream().map(this::answer);
    Optional<Host> host = host(Request.host(name));
    List<Answer> both =
        Stream.concat(found, host.map(hostAnswers::of).stream()).distinct().toList();
    return both.isEmpty() ? Request.parse(name).flatMap(this::answer).stream().toList() : both;
  }

  private Answer answer(Explanation container) {
    return container.standing() == Standing.PROXY
        ? proxyAnswers.of(container)
        : new Answer(
            blocks.one(container),
            container.needsHands(),
            List.of(container),
            List.of(),
            List.of());
  }

  private Optional<Answer> answer(Request request) {
    return host(request.host()).map(host -> hostAnswers.of(request, host));
  }

  private Optional<Host> host(String name) {
    return hosts.find(name).or(() -> claimed.find(name));
  }

  /// On a classic Swarm, each node may have one of that name. A service's tasks are called after
  /// it: `SERVICE.SLOT.ID`.
  private List<Explanation> container(String name) {
    String bare = name.startsWith("/") ? name.substring(1) : name;
    List<Explanation> named =
        containers.stream()
            .filter(
                each -> each.name().equals(bare) || (each.node() + "/" + each.name()).equals(bare))
            .toList();
    if (!named.isEmpty() || bare.isEmpty()) {
      return named;
    }
    List<Explanation> tasks =
        containers.stream()
            .filter(
                each -> each.name().startsWith(bare + ".") && each.standing() != Standing.NOT_ASKED)
            .toList();
    if (!tasks.isEmpty()) {
      return tasks;
    }
    List<Explanation> begun =
        containers.stream().filter(each -> each.id().startsWith(bare)).toList();
    if (begun.size() > 1) {
      throw new InputException(
          "`%s` is the beginning of several identifiers: %s"
              .formatted(
                  name, begun.stream().map(Explanation::name).collect(Collectors.joining(", "))));
    }
    return begun;
  }

  /// Compose adds its project before a name and a number after it.
  private String meant(String name) {
    List<String> names = new ArrayList<>(containers.stream().map(Explanation::name).toList());
    names.addAll(hosts.all());
    names.addAll(claimed.all());
    String part = Request.parse(name).map(Request::host).orElse(name);
    return DidYouMean.among(names, part)
        .or(() -> names.stream().filter(each -> !part.isEmpty() && each.contains(part)).findFirst())
        .map(each -> "; did you mean `" + each + "`?")
        .orElse("");
  }
}
