package io.sallyport.rollout;

import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.model.VirtualHost;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import io.sallyport.template.TemplateException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From a host that a proxy refuses to the container and the label that caused it.
final class RefusalFinding {
  private static final String PREFIX = "interlock.";
  private static final String PUT_IT_THERE =
      "put it there (`docker cp`, a volume, or `CertSource`), or name another; labels are looked at"
          + " at once, files in the proxy every `ResyncInterval`";
  private static final String FIX_IT =
      "; it is tried again when its labels, its files in the proxy or the template change";

  private RefusalFinding() {}

  static Finding of(Quarantine.Held held, ProxyWork work, ProxyDriver driver) {
    VirtualHost host = held.refused().host();
    List<Container> containers = containers(host, work.wanted().seen());
    List<String> quoted = driver.clues(held.message()).quoted();
    Optional<Label> label =
        containers.stream()
            .flatMap(container -> labels(container, quoted).stream())
            .findFirst()
            .or(() -> containers.stream().findFirst().map(container -> new Label(container, "")));
    return new Finding(
        Finding.Code.QUARANTINED,
        label.map(found -> found.container().id()).orElse(""),
        label.map(found -> found.container().name()).orElse(""),
        label.map(Label::key).orElse(""),
        "proxy `%s` refuses `%s`: %s; %s %s"
            .formatted(
                work.proxy().name(),
                held.refused().key(),
                held.message() + because(held.message(), host, work),
                held.refused().root().map("context root `%s`"::formatted).orElse("the host"),
                held.former().isPresent() ? "stays as it was last accepted" : "is not served"),
        advice(held.message(), driver));
  }

  private static String advice(String message, ProxyDriver driver) {
    if (message.startsWith(KeyPairs.OWN_CHECK)) {
      return "replace one of these two files, or name others" + FIX_IT;
    }
    return message.startsWith(ProxyReader.CANNOT_READ)
        ? PUT_IT_THERE
        : "fix the problem that " + driver.kind().title() + " reports" + FIX_IT;
  }

  /// What else is known: why a file that is not there did not come, or that one may be an old copy.
  private static String because(String message, VirtualHost host, ProxyWork work) {
    if (!message.startsWith(ProxyReader.CANNOT_READ)) {
      return OldCopies.words(work, List.of(host));
    }
    String folder = work.wanted().extension().find(Setting.SSL_CERT_PATH).orElse("") + "/";
    return HostFiles.of(host)
        .filter(file ->
            message.startsWith(ProxyReader.CANNOT_READ + "\"" + file + "\"")
                && file.startsWith(folder))
        .findFirst()
        .flatMap(file -> work.wanted().certificates().whyMissing(file.substring(folder.length())))
        .map(why -> " (" + why + ")")
        .orElse("");
  }

  /// Of what the operator's template fails on.
  static Finding of(Part part, Observation seen, TemplateException wrong) {
    Optional<Container> oldest = containers(part.host(), seen).stream().findFirst();
    return new Finding(
        Finding.Code.TEMPLATE_FAILS,
        oldest.map(Container::id).orElse(""),
        oldest.map(Container::name).orElse(""),
        "",
        "`%s` is not served: %s".formatted(part.key(), wrong.getMessage()),
        "change the template so that it takes hosts of this kind");
  }

  private static List<Container> containers(VirtualHost host, Observation seen) {
    return host.locations().stream()
        .flatMap(location -> location.upstream().servers().stream())
        .flatMap(server -> seen.container(server.containerId()).stream())
        .distinct()
        .sorted(Container.BY_AGE)
        .toList();
  }

  private record Label(Container container, String key) {}

  /// Labels whose value the proxy quotes, as it is or as the end of a path; the longest first.
  private static List<Label> labels(Container container, List<String> quoted) {
    return container.labels().entrySet().stream()
        .filter(label -> label.getKey().startsWith(PREFIX) && !label.getValue().isBlank())
        .filter(label ->
            quoted.stream()
                .anyMatch(
                    text -> text.equals(label.getValue()) || text.endsWith("/" + label.getValue())))
        .sorted(
            Comparator.comparingInt((Map.Entry<String, String> label) -> -label.getValue().length())
                .thenComparing(Map.Entry::getKey))
        .map(label -> new Label(container, label.getKey()))
        .toList();
  }
}
