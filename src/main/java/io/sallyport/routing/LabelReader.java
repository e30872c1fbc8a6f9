package io.sallyport.routing;

import io.sallyport.config.DidYouMean;
import io.sallyport.engine.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Label text into checked values; what is outside a label's grammar becomes a finding.
final class LabelReader {
  /// Labels that say what a container is for us rather than how it is served.
  static final String PROXY_LABELS = Label.PREFIX + "ext.";

  static final String PROXY_LABEL = PROXY_LABELS + "name";
  static final String SERVICE_LABEL = PROXY_LABELS + "service_name";
  static final String APP_LABEL = Label.PREFIX + "app";
  static final List<String> OTHER_KEYS = List.of(PROXY_LABEL, SERVICE_LABEL, APP_LABEL);

  /// The least text that comes after all that begin with the prefix: `/` follows `.`.
  private static final String AFTER_PREFIX =
      Label.PREFIX.substring(0, Label.PREFIX.length() - 1) + '/';

  private static final Map<String, Label<?>> BY_KEY =
      Label.all().stream().collect(Collectors.toMap(Label::key, label -> label));

  /// Interlock's that are still to come, and what holds until then.
  private static final Map<String, String> LATER =
      Map.ofEntries(
          later("health_check", "only the container's own health check counts"),
          later("health_check_interval", "only the container's own health check counts"));

  /// Numbered labels by their number, so that `.10` comes after `.9`.
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /// What was read. `usable` is false when a label that decides where requests go was not.
  record Reading(LabelValues labels, boolean usable, List<Finding> findings) {}

  private LabelReader() {}

  static Reading read(Container container) {
    Map<Label<?>, List<Object>> values = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    boolean usable = true;
    List<String> keys = new ArrayList<>(ours(container));
    keys.sort(BY_NUMBER);
    for (String key : keys) {
      Optional<Label<?>> label = labelFor(key);
      if (label.isEmpty()) {
        if (!OTHER_KEYS.contains(key)) {
          findings.add(unknown(container, key));
        }
        continue;
      }
      String text = container.labels().getOrDefault(key, "");
      Optional<?> value = label.get().grammar().parse(text);
      if (value.isPresent()) {
        values.computeIfAbsent(label.get(), any -> new ArrayList<>()).add(value.get());
        continue;
      }
      Optional<InterlockForm> old = InterlockForm.of(container, label.get(), text);
      if (old.isPresent()) {
        values.computeIfAbsent(label.get(), any -> new ArrayList<>()).addAll(old.get().values());
        findings.add(old.get().finding(container, key, text));
      } else {
        usable &= label.get().onMistake() == Label.Mistake.IGNORES_IT;
        findings.add(outsideGrammar(container, key, label.get(), text));
      }
    }
    return new Reading(new LabelValues(values), usable, findings);
  }

  /// The names of a container's labels that begin as ours do.
  static Set<String> ours(Container container) {
    return container.labels().subMap(Label.PREFIX, AFTER_PREFIX).keySet();
  }

  private static Optional<Label<?>> labelFor(String key) {
    Label<?> exact = BY_KEY.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    return Label.all().stream().filter(label -> label.covers(key)).findFirst();
  }

  private static Finding unknown(Container container, String key) {
    Optional<String> later =
        LATER.entrySet().stream()
            .filter(label -> key.equals(label.getKey()) || key.startsWith(label.getKey() + "."))
            .map(Map.Entry::getValue)
            .findFirst();
    if (later.isPresent()) {
      return finding(container, key, "is not supported yet", later.get());
    }
    List<String> known = new ArrayList<>();
    OTHER_KEYS.forEach(other -> known.add(withoutPrefix(other)));
    Label.all().forEach(label -> known.add(withoutPrefix(label.key())));
    String advice =
        DidYouMean.among(known, withoutPrefix(key))
            .map(close -> "did you mean `" + Label.PREFIX + close + "`?")
            .orElse("remove it, or look in docs/labels.md for the one that you mean");
    return finding(container, key, "no such label", advice);
  }

  /// What all labels have in common does not make two of them alike.
  private static String withoutPrefix(String key) {
    return key.substring(Label.PREFIX.length());
  }

  private static Finding finding(Container container, String key, String message, String advice) {
    return new Finding(
        Finding.Code.UNKNOWN_LABEL,
        container.id(),
        container.name(),
        Quoted.printable(key),
        message,
        advice);
  }

  private static Map.Entry<String, String> later(String name, String untilThen) {
    return Map.entry(Label.PREFIX + name, untilThen);
  }

  private static Finding outsideGrammar(
      Container container, String key, Label<?> label, String text) {
    boolean fatal = label.onMistake() == Label.Mistake.LEAVES_OUT;
    String effect = fatal ? "the container is not routed until it is" : "it is ignored until it is";
    return new Finding(
        fatal ? Finding.Code.BAD_VALUE : Finding.Code.BAD_VALUE_IGNORED,
        container.id(),
        container.name(),
        Quoted.printable(key),
        Quoted.of(text) + " is not " + label.grammar().name(),
        label
            .insteadOf(text)
            .orElse(effect + ", such as `" + label.key() + "=" + label.example() + "`"));
  }
}
