package io.sallyport.routing;

import io.sallyport.config.DidYouMean;
import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.labels.LabelGrammar;
import io.sallyport.labels.LabelKeys;
import io.sallyport.source.Container;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/// `interlock.ext.name`: which kind of proxy a container is.
final class ProxyLabel {
  static final String KEY = LabelKeys.PROXY_LABEL;

  private ProxyLabel() {}

  /// The kind that a container says it is, known or not.
  static Optional<String> kind(Container container) {
    return container.label(KEY).map(text -> LabelGrammar.bare(text).toLowerCase(Locale.ROOT));
  }

  /// Running containers that want to be proxies of a kind that is not served.
  ///
  /// @param served the kinds that the settings have an extension for
  static List<Finding> findings(Stream<Container> containers, Set<String> served) {
    return containers
        .filter(Container::running)
        .flatMap(container ->
            kind(container)
                .filter(kind -> !served.contains(kind))
                .map(kind -> finding(container, kind))
                .stream())
        .toList();
  }

  private static Finding finding(Container container, String kind) {
    SortedMap<String, String> kinds = ProxySettings.kinds();
    String title = kinds.get(kind);
    return title != null
        ? finding(
            container,
            Finding.Code.NO_EFFECT,
            ProxySettings.isRun(kind)
                ? "the settings have no extension for " + title
                : title + " is not supported yet",
            ProxySettings.isRun(kind)
                ? "write [[Extensions]] with Name = \"%s\", or remove the label".formatted(kind)
                : "the container is left as it is")
        : finding(
            container,
            Finding.Code.BAD_VALUE,
            Quoted.of(kind) + " is not a kind of proxy, so the container is left as it is",
            DidYouMean.among(kinds.keySet(), kind)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("write `" + ProxySettings.USUAL + "`, or remove the label"));
  }

  private static Finding finding(
      Container container, Finding.Code code, String message, String advice) {
    return new Finding(code, container.id(), container.name(), KEY, message, advice);
  }
}
