package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Quoted;
import io.sallyport.source.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What there is to say about labels of one container that are not as they should be.
record LabelFindings(Container container) {

  /// Interlock's that are still to come, and what holds until then.
  private static final Map<String, String> LATER =
      Map.ofEntries(
          later("health_check", "only the container's own health check counts"),
          later("health_check_interval", "only the container's own health check counts"));

  private static Map.Entry<String, String> later(String name, String untilThen) {
    return Map.entry(Label.PREFIX + name, untilThen);
  }

  Finding tooMany(Label<?> label, int count) {
    return finding(
        Code.BAD_VALUE_IGNORED,
        label.key(),
        "the container has %d of them, and the first %d by number are used"
            .formatted(count, label.most()),
        "remove the others");
  }

  Finding manyUnknown(int more) {
    return finding(
        Code.UNKNOWN_LABEL,
        "",
        more == 1
            ? "1 more label of the container is unknown"
            : "%d more labels of the container are unknown".formatted(more),
        "remove them, or look in docs/labels.md for those that you mean");
  }

  Finding oldNumber(String key, Label<?> label) {
    return finding(
        Code.OLD_FORM,
        key,
        "counts as one of `" + label.key() + "`, as Interlock took it",
        "write `" + label.key() + ".1` and so on");
  }

  Finding oldForm(String key, String text, InterlockForm form) {
    return finding(
        Code.OLD_FORM,
        key,
        Quoted.of(text) + " counts as " + form.countsAs() + ", as Interlock took it",
        form.write());
  }

  Finding nearMiss(String key, Label<?> meant) {
    return finding(
        Code.BAD_VALUE,
        key,
        "no such label; as it looks like one that protects the container, the container is not routed",
        "did you mean `%s`?".formatted(meant.key()));
  }

  Finding outsideGrammar(String key, Label<?> label, String text) {
    boolean fatal = label.onMistake() == Label.Mistake.LEAVES_OUT;
    String effect = fatal ? "the container is not routed until it is" : "it is ignored until it is";
    return finding(
        fatal ? Code.BAD_VALUE : Code.BAD_VALUE_IGNORED,
        key,
        Quoted.of(text) + " is not " + label.grammar().name(),
        label
            .insteadOf(text)
            .orElse(effect + ", such as `" + label.key() + "=" + label.example() + "`"));
  }

  Finding unknown(String key) {
    Optional<String> later =
        LATER.entrySet().stream()
            .filter(label -> key.equals(label.getKey()) || key.startsWith(label.getKey() + "."))
            .map(Map.Entry::getValue)
            .findFirst();
    if (later.isPresent()) {
      return unknown(key, "is not supported yet", later.get());
    }
    Optional<String> mended = SlippedPrefix.mended(key);
    if (mended.isPresent()) {
      return unknown(
          key,
          "no such label: labels begin with `" + Label.PREFIX + "`",
          "write `" + Quoted.printable(mended.get()) + "`");
    }
    String plain = LabelGrammar.bare(key).toLowerCase(Locale.ROOT);
    if (!plain.equals(key) && LabelKeys.isKnown(plain)) {
      return unknown(
          key,
          "no such label: labels are written in lower case and without blanks",
          "write `" + Quoted.printable(plain) + "`");
    }
    List<String> known = new ArrayList<>();
    LabelKeys.OTHER_KEYS.forEach(other -> known.add(withoutPrefix(other)));
    Label.all().forEach(label -> known.add(withoutPrefix(label.key())));
    return unknown(
        key,
        "no such label",
        DidYouMean.among(known, withoutPrefix(plain))
            .map(close -> "did you mean `" + Label.PREFIX + close + "`?")
            .orElse("remove it, or look in docs/labels.md for the one that you mean"));
  }

  private Finding unknown(String key, String message, String advice) {
    return finding(Code.UNKNOWN_LABEL, key, message, advice);
  }

  /// What all labels have in common does not make two of them alike.
  private static String withoutPrefix(String key) {
    return key.substring(Math.min(Label.PREFIX.length(), key.length()));
  }

  private Finding finding(Code code, String key, String message, String advice) {
    return new Finding(
        code, container.id(), container.name(), Quoted.printable(key), message, advice);
  }
}
