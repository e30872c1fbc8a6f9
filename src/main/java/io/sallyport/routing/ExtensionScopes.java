package io.sallyport.routing;

import io.sallyport.config.DidYouMean;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelGrammar;
import io.sallyport.labels.LabelKeys;
import io.sallyport.routing.ProxyList.Listing;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which containers each extension looks at. One with a `ServiceName` sees only those that carry it
/// in `interlock.ext.service_name`, one without sees all.
record ExtensionScopes(List<ProxySettings> all) {

  static boolean serves(ProxySettings extension, Container container) {
    Optional<String> service = extension.find(Setting.SERVICE_NAME);
    return service.isEmpty() || service.equals(service(container));
  }

  /// What the containers ask for that an extension looks at.
  static List<Intent> served(ProxySettings extension, List<Intent> intents) {
    return intents.stream().filter(each -> serves(extension, each.container())).toList();
  }

  /// The kinds of proxy that there is an extension for.
  Set<String> kinds() {
    return all.stream().map(ProxySettings::name).collect(Collectors.toSet());
  }

  /// The running proxies of an extension. A proxy that two extensions see is that one's which names
  /// its service: it can run only one configuration.
  List<Container> proxiesOf(ProxySettings extension, Observation seen) {
    List<Container> running = seen.containers().stream().filter(Container::running).toList();
    return ofExtension(extension, running).stream()
        .filter(proxy -> ProxyList.of(extension).listing(proxy) != Listing.NOT_LISTED)
        .toList();
  }

  /// The proxies of any extension that are there and do not run, or of which that is not known. A
  /// task of Swarm that has ended is none: another one takes its place.
  List<Container> stopped(Observation seen) {
    LostNodes lost = new LostNodes(seen);
    return seen.containers().stream()
        .filter(container -> !container.running() || lost.has(container))
        .filter(container -> !container.swarmTask())
        .filter(proxy ->
            ownerOf(proxy)
                .filter(extension -> ProxyList.of(extension).listing(proxy) != Listing.NOT_LISTED)
                .isPresent())
        .toList();
  }

  /// Those of the proxies that are an extension's.
  List<Container> ofExtension(ProxySettings extension, List<Container> proxies) {
    return proxies.stream()
        .filter(proxy -> ownerOf(proxy).filter(extension::equals).isPresent())
        .toList();
  }

  /// What `Proxies` keeps from running containers with the label: to be a proxy, or to have keys.
  List<Finding> unlisted(Observation seen) {
    List<Finding> findings = new ArrayList<>();
    for (Container container : seen.containers()) {
      Optional<ProxySettings> owner = container.running() ? ownerOf(container) : Optional.empty();
      if (owner.isPresent()) {
        ProxyList list = ProxyList.of(owner.get());
        boolean keys = owner.get().find(Setting.CERT_SOURCE).isPresent();
        switch (list.listing(container)) {
          case BY_NAME -> {
            if (keys && !ProxyList.isOwnName(container, seen)) {
              findings.add(ProxyList.noKeysForAName(container));
            }
          }
          case NOT_LISTED -> findings.add(list.notListed(container));
          case BY_CLAIM, NO_LIST -> {
            if (keys) {
              List<String> all =
                  proxiesOf(owner.get(), seen).stream().map(Container::name).sorted().toList();
              findings.add(list.noKeys(container, all));
            }
          }
        }
      }
    }
    return findings;
  }

  private Optional<ProxySettings> ownerOf(Container proxy) {
    String kind = ProxyLabel.kind(proxy).orElse("");
    return all.stream()
        .filter(extension -> extension.name().equals(kind) && serves(extension, proxy))
        .min(Comparator.comparing(extension -> extension.find(Setting.SERVICE_NAME).isEmpty()));
  }

  /// Why no extension looks at a container, in words: it is for another Sallyport. Empty where one
  /// looks, or where a typing error is more likely.
  Optional<String> elsewhere(Container container) {
    return isSeen(container) || all.isEmpty() || meant(container).isPresent()
        ? Optional.empty()
        : Optional.of(
            service(container)
                .map(ExtensionScopes::nobodys)
                .orElse(
                    "every extension has a `ServiceName`, and the container has no label "
                        + LabelKeys.SERVICE_LABEL));
  }

  private static Optional<String> service(Container container) {
    return container.label(LabelKeys.SERVICE_LABEL).map(LabelGrammar::bare);
  }

  private static String nobodys(String service) {
    return Quoted.of(service) + " is no extension's `ServiceName`";
  }

  private boolean isSeen(Container container) {
    return all.stream().anyMatch(extension -> serves(extension, container));
  }

  /// The extension's service that a container's label is nearly.
  private Optional<String> meant(Container container) {
    List<String> services =
        all.stream().flatMap(each -> each.find(Setting.SERVICE_NAME).stream()).toList();
    return service(container).flatMap(given -> DidYouMean.slipOf(services, given));
  }

  /// Where a container asks to be served and no extension looks at it, but for those that are for
  /// another Sallyport.
  Optional<Finding> unseen(Intent intent) {
    if (all.isEmpty()) {
      return Optional.of(none(intent));
    }
    Container container = intent.container();
    return isSeen(container)
        ? Optional.empty()
        : meant(container)
            .map(near ->
                new Finding(
                    Finding.Code.OTHER_SERVICE,
                    container.id(),
                    container.name(),
                    LabelKeys.SERVICE_LABEL,
                    nobodys(service(container).orElse("")),
                    "did you mean `" + near + "`?"));
  }

  /// Where only kinds are configured that this version does not run.
  private static Finding none(Intent intent) {
    return intent.finding(
        Finding.Code.OTHER_SERVICE,
        Label.HOSTNAME,
        "the settings have no extension that this version runs, so nothing is routed",
        "write [[Extensions]] with Name = \"" + ProxySettings.USUAL + "\"");
  }
}
