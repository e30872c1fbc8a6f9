package io.sallyport.routing;

import io.sallyport.engine.Container;
import io.sallyport.engine.Container.State;
import io.sallyport.engine.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A container that asks to be served, with its labels checked.
///
/// @param name the virtual host's full name
record Application(Container container, String name, LabelValues labels) {

  private static final String DEFAULT_DOMAIN = "local";

  /// What a container asks for: nothing, or to be served, and what is wrong with how it asks.
  record Asking(Optional<Application> application, List<Finding> findings) {
    Asking {
      findings = List.copyOf(findings);
    }

    static Asking of(Container container) {
      List<Finding> findings = new ArrayList<>();
      return new Asking(
          asksForSomething(container) ? checked(container, findings) : Optional.empty(), findings);
    }
  }

  /// All that can be served, oldest first; what cannot be adds to `findings`.
  static List<Application> among(Observation seen, Memory memory, List<Finding> findings) {
    return among(seen, Container::running, memory, findings);
  }

  /// Those that do not answer now, and go on where they were without being made anew.
  static List<Application> pausing(Observation seen, Memory memory) {
    return among(seen, Application::pauses, memory, new ArrayList<>());
  }

  private static boolean pauses(Container container) {
    return container.state() == State.PAUSED || container.state() == State.RESTARTING;
  }

  private static List<Application> among(
      Observation seen, Predicate<Container> which, Memory memory, List<Finding> findings) {
    List<Application> applications = new ArrayList<>();
    for (Container container : seen.containers()) {
      if (which.test(container)) {
        Asking asking = memory.asking(container);
        findings.addAll(asking.findings());
        asking.application().ifPresent(applications::add);
      }
    }
    return applications;
  }

  private static Optional<Application> checked(Container container, List<Finding> findings) {
    LabelReader.Reading reading = LabelReader.read(container);
    findings.addAll(reading.findings());
    boolean named = container.labels().containsKey(Label.HOSTNAME.key());
    if (!named && !isForProxies(container)) {
      findings.add(noHostname(container));
    }
    return named && reading.usable()
        ? fullName(container, reading.labels(), findings)
            .map(name -> new Application(container, name, reading.labels()))
        : Optional.empty();
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
