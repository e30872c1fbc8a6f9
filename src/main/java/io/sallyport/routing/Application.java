package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.labels.Grammar;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelReader;
import io.sallyport.labels.LabelValues;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A container that asks to be served, with its labels checked.
///
/// @param name the virtual host's full name
/// @param group who it decides with
record Application(Container container, String name, LabelValues labels, Group group) {

  private static final String DEFAULT_DOMAIN = "local";

  /// What a container asks for: nothing, or to be served, and what is wrong with how it asks.
  ///
  /// @param usable false where a label that it must not be served without cannot be read
  record Asking(Optional<Application> application, boolean usable, List<Finding> findings) {
    private static final Asking NOTHING = new Asking(Optional.empty(), false, List.of());

    Asking {
      findings = List.copyOf(findings);
    }

    static Asking of(Container container) {
      return asksForSomething(container) ? checked(container) : NOTHING;
    }
  }

  /// All that can be served, oldest first; what cannot be adds to `findings`.
  static List<Application> among(Observation seen, Memory memory, List<Finding> findings) {
    List<Application> applications = new ArrayList<>();
    for (Container container : seen.containers()) {
      if (container.running()) {
        Asking asking = memory.asking(container);
        findings.addAll(asking.findings());
        asking.application().filter(any -> asking.usable()).ifPresent(applications::add);
      }
    }
    return applications;
  }

  /// Those that do not answer now, and go on where they were without being made anew.
  static List<Application> pausing(Observation seen, Memory memory) {
    List<Application> pausing = new ArrayList<>();
    for (Container container : seen.containers()) {
      if (container.state() == State.PAUSED || container.state() == State.RESTARTING) {
        Asking asking = memory.asking(container);
        asking.application().filter(any -> asking.usable()).ifPresent(pausing::add);
      }
    }
    return pausing;
  }

  /// Those that are there and cannot be served, as a label of theirs cannot be read. They keep what
  /// is their group's, and say nothing about it.
  static List<Application> unusable(Observation seen, Memory memory) {
    List<Application> unusable = new ArrayList<>();
    for (Container container : seen.containers()) {
      if (container.running() || container.state() == State.RESTARTING) {
        Asking asking = memory.asking(container);
        asking.application().filter(any -> !asking.usable()).ifPresent(unusable::add);
      }
    }
    return unusable;
  }

  private static Asking checked(Container container) {
    List<Finding> findings = new ArrayList<>();
    LabelReader.Reading reading = LabelReader.read(container);
    findings.addAll(reading.findings());
    boolean named = container.labels().containsKey(Label.HOSTNAME.key());
    if (!named && !isForProxies(container)) {
      findings.add(noHostname(container));
    }
    Optional<Application> application =
        reading.labels().has(Label.HOSTNAME)
            ? fullName(container, reading.labels(), findings)
                .map(
                    name -> new Application(container, name, reading.labels(), Group.of(container)))
            : Optional.empty();
    application.flatMap(Application::publishedPort).ifPresent(findings::add);
    application.ifPresent(each -> findings.addAll(each.addressesByTls()));
    return new Asking(application, reading.usable(), findings);
  }

  /// Names that are addresses: by TLS no client says an address (RFC 6066, section 3).
  private List<Finding> addressesByTls() {
    Optional<Label<?>> tls =
        Stream.<Label<?>>of(Label.SSL_ONLY, Label.SSL_VERIFY_CLIENT, Label.SSL_CLIENT_CA, Label.SSL)
            .filter(labels::has)
            .findFirst();
    if (tls.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Stream.concat(
            Stream.of(new Named(Label.HOSTNAME, name)),
            labels.all(Label.ALIAS_DOMAIN).stream()
                .map(alias -> new Named(Label.ALIAS_DOMAIN, alias)))
        .filter(named -> Grammar.isAddress(named.name()))
        .forEach(named ->
            findings.add(
                finding(
                    Finding.Code.NO_EFFECT,
                    named.label(),
                    "`%s` is an address, and clients do not name addresses by TLS, so nobody reaches the host by `https://%s`"
                        .formatted(named.name(), named.name()),
                    "use a name, or serve the address without `%s`".formatted(tls.get().key()))));
    return findings;
  }

  private record Named(Label<?> label, String name) {}

  /// Where the label says the port of the host, and not the container's.
  private Optional<Finding> publishedPort() {
    Ports ports = Ports.of(this);
    return ports
        .asked()
        .flatMap(asked ->
            ports
                .wanted()
                .map(port ->
                    finding(
                        Finding.Code.BAD_VALUE_IGNORED,
                        Label.PORT,
                        ("the container exposes no port %d: that is the port of the host"
                                + " that its port %d is published as, so requests go to port"
                                + " %d")
                            .formatted(asked, port, port),
                        "write `interlock.port=%d`, the container's own port".formatted(port))));
  }

  static boolean asksForSomething(Container container) {
    for (String key : LabelReader.ours(container)) {
      if (!LabelReader.OTHER_KEYS.contains(key)) {
        return true;
      }
    }
    return false;
  }

  /// Misspelt or not: who writes such a label has no application in mind.
  private static boolean isForProxies(Container container) {
    return container.labels().keySet().stream()
        .anyMatch(key ->
            key.startsWith(LabelReader.PROXY_LABELS) && !key.equals(LabelReader.SERVICE_LABEL));
  }

  private static Optional<String> fullName(
      Container container, LabelValues labels, List<Finding> findings) {
    String hostname = labels.get(Label.HOSTNAME).orElseThrow();
    String domain =
        labels.get(Label.DOMAIN).orElse(hostname.contains(".") ? hostname : DEFAULT_DOMAIN);
    boolean alone = hostname.isEmpty() || hostname.equals(domain);
    String name = alone ? domain : hostname + "." + domain;
    Optional<String> checked = Grammar.HOST_NAME.parse(name);
    if (checked.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Code.BAD_VALUE,
              container.id(),
              container.name(),
              Label.HOSTNAME.key(),
              Quoted.of(name) + " is not " + Grammar.HOST_NAME.name(),
              "shorten `interlock.hostname` or `interlock.domain`"));
    }
    return checked;
  }

  private static Finding noHostname(Container container) {
    return new Finding(
        Finding.Code.NO_HOSTNAME,
        container.id(),
        container.name(),
        Label.HOSTNAME.key(),
        "the container has labels of ours but not this one, so it is not routed",
        "add it, such as `interlock.hostname=shop.example.com`");
  }

  /// The path that it serves, `/` where it names none.
  String root() {
    return labels.get(Label.CONTEXT_ROOT).orElse("/");
  }

  Finding finding(Finding.Code code, Label<?> label, String message, String advice) {
    return new Finding(code, container.id(), container.name(), label.key(), message, advice);
  }
}
