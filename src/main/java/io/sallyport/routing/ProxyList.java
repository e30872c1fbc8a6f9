package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.LabelKeys;
import io.sallyport.routing.reach.NamePattern;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import io.sallyport.source.ServiceTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `Proxies`: which containers with the label are proxies of an extension.
///
/// Names are unique on an engine, and no label forges them; with several engines see [#isOwnName].
/// Images and Compose projects are what a container says of itself: whoever may run containers can
/// claim them, so they never lead to keys.
///
/// @param entries as written; nothing where the setting is not
public record ProxyList(Optional<List<String>> entries) {
  private static final String IMAGE = "image:";
  private static final String PROJECT = "project:";
  private static final String PROJECT_LABEL = "com.docker.compose.project";

  /// How a container is listed, and so what it may be given.
  public enum Listing {
    /// By name: a configuration, networks and keys.
    BY_NAME,
    /// By what it says of itself: all but keys.
    BY_CLAIM,
    /// There is no list: as for one that is listed by what it says of itself.
    NO_LIST,
    /// Not at all: it is no proxy.
    NOT_LISTED
  }

  /// The list of an extension.
  public static ProxyList of(ProxySettings extension) {
    return new ProxyList(extension.find(Setting.PROXIES));
  }

  /// How a container is listed; the best that applies.
  public Listing listing(Container container) {
    if (entries.isEmpty()) {
      return Listing.NO_LIST;
    }
    if (names().anyMatch(name -> NamePattern.matches(name, container.name()))) {
      return Listing.BY_NAME;
    }
    boolean claimed =
        entries.get().stream()
            .filter(entry -> !isName(entry))
            .anyMatch(entry -> isClaimed(entry, container));
    return claimed ? Listing.BY_CLAIM : Listing.NOT_LISTED;
  }

  /// Whether the name by which a proxy is listed can be nobody else's, so that it leads to keys.
  /// With several engines, whoever may run containers on one can take a name that is listed: there,
  /// the container must be the task that the manager knows, of the service that its name begins
  /// with.
  public static boolean isOwnName(Container proxy, Observation seen) {
    return !seen.nodes().engines()
        || proxy
            .task()
            .filter(task -> proxy.name().startsWith(task.service().name() + "."))
            .flatMap(ServiceTask::task)
            .filter(known -> known.containerId().equals(proxy.id()))
            .isPresent();
  }

  private Stream<String> names() {
    return entries.orElse(List.of()).stream().filter(ProxyList::isName);
  }

  /// Names of containers hold neither.
  private static boolean isName(String entry) {
    return !entry.contains(":") && !entry.contains("/");
  }

  private static boolean isClaimed(String entry, Container container) {
    if (entry.startsWith(PROJECT)) {
      return container
          .label(PROJECT_LABEL)
          .filter(project -> NamePattern.matches(entry.substring(PROJECT.length()), project))
          .isPresent();
    }
    String image = entry.startsWith(IMAGE) ? entry.substring(IMAGE.length()) : entry;
    return image.endsWith("*")
        ? NamePattern.matches(image, container.image())
            || NamePattern.matches(image, full(container.image()))
        : full(image).equals(full(container.image()));
  }

  /// `proxy`, `library/proxy:latest` and `docker.io/library/proxy:latest` are one image.
  private static String full(String image) {
    String bare = image.replaceFirst("^(index\\.)?docker\\.io/", "").replaceFirst("^library/", "");
    boolean tagged = bare.contains("@") || bare.lastIndexOf(':') > bare.lastIndexOf('/');
    return tagged ? bare : bare + ":latest";
  }

  /// The setting as it would be with this container listed by name, as it is to be written.
  public String with(String name) {
    return Stream.concat(entries.orElse(List.of()).stream(), Stream.of(name))
        .map(entry -> "\"" + entry + "\"")
        .collect(Collectors.joining(", ", "Proxies = [", "]"));
  }

  /// Of a container that has the label and is no proxy.
  Finding notListed(Container container) {
    return finding(
        Finding.Code.NOT_LISTED,
        container,
        "setting `Proxies` does not list this container, so it is no proxy and gets nothing",
        "if it is to be one, write "
            + with(container.name())
            + "; else take the label off"
            + (container.image().startsWith("sha256:")
                ? ". Its image has lost its name to a newer one"
                : ""));
  }

  /// Of a proxy that `CertSource` is not meant for, as the list stands.
  Finding noKeys(Container proxy, List<String> all) {
    String setting =
        entries.isPresent()
            ? with(proxy.name())
            : all.stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", ", "Proxies = [", "]"));
    return finding(
        Finding.Code.NO_KEYS,
        proxy,
        "setting `Proxies` does not list this proxy by name, so no files of `CertSource` are copied"
            + " to it; one that proves that it has them is kept up to date",
        "write "
            + setting
            + (entries.isPresent() ? "" : ", with those of them alone that you trust with keys"));
  }

  /// Of a proxy with a name that anybody on its node could have taken.
  static Finding noKeysForAName(Container proxy) {
    return finding(
        Finding.Code.NO_KEYS,
        proxy,
        "with several nodes, only the names of tasks lead to keys, and this proxy is not known as a"
            + " task, so no files of `CertSource` are copied to it; one that proves that it has them"
            + " is kept up to date",
        "run it as a service, and write its name with `.*` behind it into `Proxies`");
  }

  private static Finding finding(
      Finding.Code code, Container container, String message, String advice) {
    return new Finding(
        code, container.id(), container.name(), LabelKeys.PROXY_LABEL, message, advice);
  }
}
