package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.source.Container;
import io.sallyport.source.KeptLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Label text into checked values; what is outside a label's grammar becomes a finding.
public final class LabelReader {
  /// Labels that say what a container is for us rather than how it is served.
  public static final String PROXY_LABELS = Label.PREFIX + "ext.";

  public static final String PROXY_LABEL = PROXY_LABELS + "name";
  public static final String SERVICE_LABEL = PROXY_LABELS + "service_name";
  static final String APP_LABEL = Label.PREFIX + "app";
  public static final List<String> OTHER_KEYS = List.of(PROXY_LABEL, SERVICE_LABEL, APP_LABEL);

  private static final Map<String, Label<?>> BY_KEY =
      Label.all().stream().collect(Collectors.toMap(Label::key, label -> label));

  /// Interlock's that are still to come, and what holds until then.
  private static final Map<String, String> LATER =
      Map.ofEntries(
          later("health_check", "only the container's own health check counts"),
          later("health_check_interval", "only the container's own health check counts"));

  /// So many unknown labels of one container are named.
  private static final int MOST_UNKNOWN = 10;

  /// Numbered labels by their number, so that `.10` comes after `.9`.
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  /// What was read. `usable` is false when a label that decides where requests go was not.
  public record Reading(LabelValues labels, boolean usable, List<Finding> findings) {}

  private LabelReader() {}

  /// All labels of a container that are ours.
  public static Reading read(Container container) {
    Reader reader = new Reader(container);
    List<String> keys = new ArrayList<>(ours(container));
    keys.sort(BY_NUMBER);
    keys.forEach(reader::read);
    return reader.result();
  }

  /// One container's.
  private static final class Reader {
    private final Container container;
    private final Map<Label<?>, List<Object>> values = new HashMap<>();
    private final Map<Label<?>, Integer> given = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private int unknown;
    private boolean usable = true;

    Reader(Container container) {
      this.container = container;
    }

    void read(String key) {
      Optional<Label<?>> label = labelFor(key);
      if (label.isPresent()) {
        if (!label.get().covers(key)) {
          findings.add(oldNumber(container, key, label.get()));
        }
        if (given.merge(label.get(), 1, Integer::sum) <= label.get().most()) {
          value(key, label.get());
        }
      } else if (!OTHER_KEYS.contains(key)) {
        unknown(key);
      }
    }

    private void value(String key, Label<?> label) {
      String text = container.labels().getOrDefault(key, "");
      Optional<?> value = label.grammar().parse(text);
      List<Object> known = values.computeIfAbsent(label, any -> new ArrayList<>());
      if (value.isPresent()) {
        known.add(value.get());
        return;
      }
      Optional<InterlockForm> old = InterlockForm.of(container, label, Grammar.bare(text));
      if (old.isPresent()) {
        known.addAll(old.get().values());
        given.merge(label, old.get().values().size() - 1, Integer::sum); // Several in one label.
        findings.add(old.get().finding(container, key, text));
      } else {
        usable &= label.onMistake() == Label.Mistake.IGNORES_IT;
        findings.add(outsideGrammar(container, key, label, text));
      }
    }

    /// Each is looked at for what it may be meant to be; not each is worth a line.
    private void unknown(String key) {
      Optional<Label<?>> meant =
          usable
              ? NearMiss.of(container, key)
              : Optional.empty(); // One that keeps the container out is enough.
      if (meant.isPresent()) {
        usable = false;
        findings.add(nearMiss(container, key, meant.get()));
      } else if (unknown++ < MOST_UNKNOWN) {
        findings.add(LabelReader.unknown(container, key));
      }
    }

    Reading result() {
      if (unknown > MOST_UNKNOWN) {
        findings.add(
            new Finding(
                Finding.Code.UNKNOWN_LABEL,
                container.id(),
                container.name(),
                "",
                "%d more labels of the container are unknown".formatted(unknown - MOST_UNKNOWN),
                "remove them, or look in docs/labels.md for those that you mean"));
      }
      given.forEach((label, count) -> {
        if (count > label.most()) {
          findings.add(tooMany(container, label, count));
        }
      });
      values.values().removeIf(List::isEmpty);
      values.replaceAll((label, all) -> all.subList(0, Math.min(all.size(), label.most())));
      return new Reading(new LabelValues(values), usable, findings);
    }
  }

  private static Finding tooMany(Container container, Label<?> label, int count) {
    return new Finding(
        Finding.Code.BAD_VALUE_IGNORED,
        container.id(),
        container.name(),
        label.key(),
        "the container has %d of them, and the first %d by number are used"
            .formatted(count, label.most()),
        "remove the others");
  }

  private static Finding oldNumber(Container container, String key, Label<?> label) {
    return new Finding(
        Finding.Code.OLD_FORM,
        container.id(),
        container.name(),
        Quoted.printable(key),
        "counts as one of `" + label.key() + "`, as Interlock took it",
        "write `" + label.key() + ".1` and so on");
  }

  private static Finding nearMiss(Container container, String key, Label<?> meant) {
    return new Finding(
        Finding.Code.BAD_VALUE,
        container.id(),
        container.name(),
        Quoted.printable(key),
        "no such label; as it looks like one that protects the container, the container is not"
            + " routed",
        "did you mean `%s`?".formatted(meant.key()));
  }

  /// The names of a container's labels that begin as ours do, or would but for capitals, blanks and
  /// slips.
  public static Set<String> ours(Container container) {
    Set<String> ours = new LinkedHashSet<>();
    for (String key : container.labels().keySet()) {
      if (key.startsWith(Label.PREFIX) || (KeptLabels.ours(key) && isOurs(container, key))) {
        ours.add(key);
      }
    }
    return ours;
  }

  /// A slip in the prefix alone may be a stranger's name.
  private static boolean isOurs(Container container, String key) {
    Optional<String> mended = SlippedPrefix.mended(key);
    return mended.isEmpty()
        ? Grammar.bare(key).toLowerCase(Locale.ROOT).startsWith(Label.PREFIX)
        : isKnown(mended.get()) || NearMiss.of(container, key).isPresent();
  }

  private static boolean isKnown(String key) {
    return labelFor(key).isPresent() || OTHER_KEYS.contains(key);
  }

  private static Optional<Label<?>> labelFor(String key) {
    Label<?> exact = BY_KEY.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    return Label.all().stream()
        .filter(label -> label.covers(key) || label.coversOldForm(key))
        .findFirst();
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
    Optional<String> mended = SlippedPrefix.mended(key);
    if (mended.isPresent()) {
      return finding(
          container,
          key,
          "no such label: labels begin with `" + Label.PREFIX + "`",
          "write `" + Quoted.printable(mended.get()) + "`");
    }
    String plain = Grammar.bare(key).toLowerCase(Locale.ROOT);
    if (!plain.equals(key) && isKnown(plain)) {
      return finding(
          container,
          key,
          "no such label: labels are written in lower case and without blanks",
          "write `" + Quoted.printable(plain) + "`");
    }
    List<String> known = new ArrayList<>();
    OTHER_KEYS.forEach(other -> known.add(withoutPrefix(other)));
    Label.all().forEach(label -> known.add(withoutPrefix(label.key())));
    String advice =
        DidYouMean.among(known, withoutPrefix(plain))
            .map(close -> "did you mean `" + Label.PREFIX + close + "`?")
            .orElse("remove it, or look in docs/labels.md for the one that you mean");
    return finding(container, key, "no such label", advice);
  }

  /// What all labels have in common does not make two of them alike.
  private static String withoutPrefix(String key) {
    return key.substring(Math.min(Label.PREFIX.length(), key.length()));
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
