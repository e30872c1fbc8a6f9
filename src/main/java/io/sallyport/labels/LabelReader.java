package io.sallyport.labels;

import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the labels of one container into checked values; what is outside a label's grammar becomes
/// a finding.
final class LabelReader {
  /// So many unknown labels of one container are named.
  private static final int MOST_UNKNOWN = 10;

  private final Container container;
  private final LabelFindings say;
  private final Map<Label<?>, List<Object>> values = new HashMap<>();
  private final Map<Label<?>, Integer> given = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private int unknown;
  private boolean usable = true;

  /// What was read.
  ///
  /// @param usable false where a label that decides where requests go, or how they are protected,
  ///   was not
  record Labels(LabelValues values, boolean usable, List<Finding> findings) {}

  private LabelReader(Container container) {
    this.container = container;
    say = new LabelFindings(container);
  }

  /// @param keys which of the container's labels, in the order in which they count
  static Labels read(Container container, List<String> keys) {
    LabelReader reader = new LabelReader(container);
    keys.forEach(reader::read);
    return reader.result();
  }

  private void read(String key) {
    Optional<Label<?>> label = LabelKeys.labelFor(key);
    if (label.isPresent()) {
      if (!label.get().covers(key)) {
        findings.add(say.oldNumber(key, label.get()));
      }
      if (given.merge(label.get(), 1, Integer::sum) <= label.get().most()) {
        value(key, label.get());
      }
    } else if (!LabelKeys.OTHER_KEYS.contains(key)) {
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
    Optional<InterlockForm> old = InterlockForm.of(container, label, LabelGrammar.bare(text));
    if (old.isPresent()) {
      known.addAll(old.get().values());
      given.merge(label, old.get().values().size() - 1, Integer::sum); // Several in one label.
      findings.add(say.oldForm(key, text, old.get()));
    } else {
      usable &= label.onMistake() == Label.Mistake.IGNORES_IT;
      findings.add(say.outsideGrammar(key, label, text));
    }
  }

  /// Each is compared with the labels that it may be meant to be; not each is worth a line.
  private void unknown(String key) {
    Optional<Label<?>> meant =
        usable
            ? NearMiss.of(container, key)
            : Optional.empty(); // One that keeps the container out is enough.
    if (meant.isPresent()) {
      usable = false;
      findings.add(say.nearMiss(key, meant.get()));
    } else if (unknown++ < MOST_UNKNOWN) {
      findings.add(say.unknown(key));
    }
  }

  private Labels result() {
    if (unknown > MOST_UNKNOWN) {
      findings.add(say.manyUnknown(unknown - MOST_UNKNOWN));
    }
    given.forEach((label, count) -> {
      if (count > label.most()) {
        findings.add(say.tooMany(label, count));
      }
    });
    values.values().removeIf(List::isEmpty);
    values.replaceAll((label, all) -> all.subList(0, Math.min(all.size(), label.most())));
    return new Labels(LabelValues.of(values), usable, findings);
  }
}
