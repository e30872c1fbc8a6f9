package io.sallyport.labels;

import io.sallyport.source.Container;
import io.sallyport.source.KeptLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which of a container's labels are ours, and which [Label] each of them is.
public final class LabelKeys {
  /// Labels that say what a container is for us rather than how it is served.
  public static final String PROXY_LABELS = Label.PREFIX + "ext.";

  public static final String PROXY_LABEL = PROXY_LABELS + "name";
  public static final String SERVICE_LABEL = PROXY_LABELS + "service_name";
  static final String APP_LABEL = Label.PREFIX + "app";
  static final List<String> OTHER_KEYS = List.of(PROXY_LABEL, SERVICE_LABEL, APP_LABEL);

  private static final Map<String, Label<?>> BY_KEY =
      Label.all().stream().collect(Collectors.toMap(Label::key, label -> label));

  /// Numbered labels by their number, so that `.10` comes after `.9`.
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private LabelKeys() {}

  /// The names of a container's labels that begin as ours do, or would but for capitals, blanks and
  /// typing errors.
  static List<String> of(Container container) {
    List<String> ours = new ArrayList<>();
    for (String key : container.labels().keySet()) {
      if (key.startsWith(Label.PREFIX) || (KeptLabels.ours(key) && isOurs(container, key))) {
        ours.add(key);
      }
    }
    ours.sort(BY_NUMBER);
    return ours;
  }

  /// A typing error in the prefix alone may be somebody else's name.
  private static boolean isOurs(Container container, String key) {
    Optional<String> mended = SlippedPrefix.mended(key);
    return mended.isEmpty()
        ? LabelGrammar.bare(key).toLowerCase(Locale.ROOT).startsWith(Label.PREFIX)
        : isKnown(mended.get()) || NearMiss.of(container, key).isPresent();
  }

  static boolean isKnown(String key) {
    return labelFor(key).isPresent() || OTHER_KEYS.contains(key);
  }

  static Optional<Label<?>> labelFor(String key) {
    Label<?> exact = BY_KEY.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    return Label.all().stream()
        .filter(label -> label.covers(key) || label.coversOldForm(key))
        .findFirst();
  }
}
