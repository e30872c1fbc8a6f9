package io.sallyport.explain;

import io.sallyport.config.ProxySettings;
import io.sallyport.explain.Explanation.Route;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Finding.Severity;
import io.sallyport.finding.Subject;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelKeys;
import io.sallyport.routing.Requested;
import io.sallyport.routing.Requested.Where;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import io.sallyport.source.ContainerExit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Why containers are not routed: of all that is wrong with one, what stops it first.
final class Reasons {
  /// In the order in which they stop a container on its way from labels to a proxy.
  private static final List<Code> STOPS =
      List.of(
          Code.NO_HOSTNAME,
          Code.BAD_VALUE,
          Code.OTHER_SERVICE,
          Code.NAME_TAKEN,
          Code.OTHER_OWNER,
          Code.NO_CERTIFICATE,
          Code.NO_CA,
          Code.OTHER_PROTOCOL,
          Code.NOT_HEALTHY,
          Code.LEAVING,
          Code.NO_PORT,
          Code.SEVERAL_PORTS,
          Code.NOT_ON_NETWORK,
          Code.UNREACHABLE,
          Code.NETWORK_NOT_ALLOWED,
          Code.TEMPLATE_FAILS,
          Code.QUARANTINED,
          Code.NODE_LOST,
          Code.NOT_LISTED,
          Code.NO_EFFECT);

  /// About a whole host, and said of one of its containers.
  private static final Set<Code> OF_HOSTS =
      Set.of(Code.NO_CERTIFICATE, Code.NO_CA, Code.TEMPLATE_FAILS, Code.QUARANTINED);

  private static final Set<Code> OF_PROXIES = Set.of(Code.TEMPLATE_FAILS, Code.QUARANTINED);

  static final Reason NO_LABEL =
      new Reason("no `" + Label.HOSTNAME.key() + "` label", "to route it, add that label");
  static final Reason UNDER_WAY = new Reason("its proxies are being updated", "", true);
  private static final Reason NO_PROXY =
      new Reason(
          "no running container is a proxy",
          "start a proxy with its label, such as %s=%s"
              .formatted(LabelKeys.PROXY_LABEL, ProxySettings.USUAL));
  private static final Reason NO_PROXY_OF_ITS_OWN =
      new Reason(
          "none of the running proxies serves it: they have another `interlock.ext.service_name`,"
              + " or are on nodes that are lost",
          "start a proxy with the same label, or remove it from the container");
  private static final Reason NO_EXTENSION =
      new Reason(
          "no extension in the settings matches this proxy",
          "write [[Extensions]] with its kind as Name, and its service, if it has one, as"
              + " ServiceName");
  private static final Reason UNKNOWN =
      new Reason(
          "no problem is known",
          "this is a bug in Sallyport: please report it with the output of `sallyport"
              + " snapshot`");

  private final PassSnapshot pass;
  private final Instant now;

  /// Why, and what to do.
  ///
  /// @param passes whether it does so by itself
  record Reason(String text, String advice, boolean passes) {
    static final Reason NONE = new Reason("", "");

    Reason(String text, String advice) {
      this(text, advice, false);
    }
  }

  Reasons(PassSnapshot pass, Instant now) {
    this.pass = pass;
    this.now = now;
  }

  static Reason elsewhere(String why) {
    return new Reason(
        "it is for another Sallyport: " + why,
        "to route it here, set its label "
            + LabelKeys.SERVICE_LABEL
            + " to the `ServiceName` of an extension");
  }

  static Reason notRunning(Container container) {
    String name = container.name();
    return switch (container.state()) {
      case CREATED -> new Reason("it was created and never started", "docker start " + name);
      case PAUSED -> new Reason("it is paused", "docker unpause " + name);
      case RESTARTING ->
          new Reason(
              "it keeps restarting" + code(container), "see why it exits: docker logs " + name);
      case EXITED, DEAD -> new Reason("it has exited" + code(container), "docker start " + name);
      case REMOVING -> new Reason("it is being removed", "");
      case RUNNING, UNKNOWN -> new Reason("the engine does not report it as running", "");
    };
  }

  static Reason endedTask(Container task) {
    return new Reason(
        "its task has ended" + code(task) + ", and Swarm does not start it again", "");
  }

  private static String code(Container container) {
    return container.exitCode().isPresent()
        ? " with " + ContainerExit.words(container.exitCode().getAsInt())
        : "";
  }

  static Reason proxyFails(String proxy, String problem) {
    return new Reason(
        "proxy `%s` does not run it: %s".formatted(proxy, problem),
        "fix the problem; Sallyport retries automatically");
  }

  /// Why a proxy is not as it should be, where it is not.
  static Reason ofProxy(List<Finding> own) {
    return own.stream()
        .filter(finding ->
            finding.subject().kind() == Subject.Kind.PROXY
                && finding.code().severity() == Severity.ERROR)
        .findFirst()
        .map(finding -> new Reason("it " + finding.message(), finding.advice()))
        .orElse(Reason.NONE);
  }

  /// Of a container that nothing was planned for.
  Reason of(Container container, List<Finding> own) {
    List<String> hosts =
        pass.requestedBy(container).sites().stream().map(Where::host).distinct().toList();
    return first(own.stream().filter(finding -> STOPS.contains(finding.code())).toList())
        .map(finding -> misspelt(finding, own).orElseGet(() -> own(finding, container)))
        .or(() -> hosts.stream().flatMap(name -> ofHost(name, OF_HOSTS).stream()).findFirst())
        .orElseGet(() -> without(container, hosts, own));
  }

  private Reason without(Container container, List<String> hosts, List<Finding> own) {
    if (hosts.isEmpty()) {
      return said(own, Code.UNKNOWN_LABEL).orElse(NO_EXTENSION);
    }
    if (pass.proxies().isEmpty()) {
      return said(pass.findings(), Code.NO_PROXY).orElse(NO_PROXY); // As the health signals say it.
    }
    return pass.proxies().stream().noneMatch(share -> share.looksAt(container))
        ? NO_PROXY_OF_ITS_OWN
        : UNKNOWN;
  }

  private static Optional<Reason> said(Collection<Finding> among, Code code) {
    return among.stream().filter(finding -> finding.code() == code).findFirst().map(Reasons::plain);
  }

  /// A label that is missing may be there under a name that is not known.
  private static Optional<Reason> misspelt(Finding missing, List<Finding> own) {
    return own.stream()
        .filter(finding ->
            finding.code() == Code.UNKNOWN_LABEL
                && finding.advice().contains("`" + missing.label() + "`"))
        .findFirst()
        .map(Reasons::plain);
  }

  /// Of a container that was planned for, and that no proxy runs.
  Optional<Reason> refused(List<Finding> own, List<Route> ways) {
    return first(own.stream().filter(finding -> OF_PROXIES.contains(finding.code())).toList())
        .map(Reasons::plain)
        .or(() ->
            ways.stream()
                .map(Route::host)
                .flatMap(host -> ofHost(host, OF_PROXIES).stream())
                .findFirst());
  }

  private static Optional<Finding> first(Collection<Finding> findings) {
    return findings.stream()
        .min((one, other) -> STOPS.indexOf(one.code()) - STOPS.indexOf(other.code()));
  }

  private Optional<Reason> ofHost(String host, Set<Code> codes) {
    return pass.findings().stream()
        .filter(finding -> codes.contains(finding.code()) && isAbout(finding, host))
        .findFirst()
        .map(finding ->
            new Reason(
                finding.container().isEmpty()
                    ? text(finding)
                    : "reported for container `%s`: %s"
                        .formatted(finding.container(), text(finding)),
                finding.advice()));
  }

  private boolean isAbout(Finding finding, String host) {
    Requested about = pass.requested().getOrDefault(finding.containerId(), Requested.NOTHING);
    return about.sites().isEmpty()
        ? finding.message().contains("`" + host + "`")
        : about.asksFor(host);
  }

  private Reason own(Finding finding, Container container) {
    Instant since = pass.startingSince().get(container.id());
    if (finding.code() == Code.NOT_HEALTHY && container.health() == Health.STARTING) {
      String howLong = since == null ? "" : "; observed for " + words(Duration.between(since, now));
      return new Reason(finding.message() + howLong, finding.advice(), true);
    }
    return switch (finding.code()) {
      case NOT_HEALTHY -> new Reason(finding.message(), finding.advice()); // No label's fault.
      case LEAVING -> new Reason(finding.message(), finding.advice(), true);
      default -> plain(finding);
    };
  }

  private static Reason plain(Finding finding) {
    return new Reason(text(finding), finding.advice());
  }

  private static String text(Finding finding) {
    return finding.label().isEmpty()
        ? finding.message()
        : "label " + finding.label() + ": " + finding.message();
  }

  private static String words(Duration passed) {
    long seconds = Math.max(0, passed.toSeconds());
    return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
  }
}
