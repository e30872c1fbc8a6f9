package io.sallyport.cli;

import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.cli.Checklist.Fault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Findings as lines of a [Checklist]: those of the daemon and those of one's own look, what both
/// found once. The daemon remembers more, so that its words count.
record FindingLines(Checklist list) {
  private static final String INFO = "info";
  private static final String CONTAINER = "container";

  /// What makes two findings the same, however they put it.
  private record Key(String code, String subject, String id, String label) {
    static Key of(FindingDocument finding) {
      return new Key(finding.code(), finding.subject(), finding.containerId(), finding.label());
    }
  }

  void list(List<FindingDocument> own, List<FindingDocument> daemons) {
    Set<Key> told = daemons.stream().map(Key::of).collect(Collectors.toSet());
    List<FindingDocument> all =
        Stream.concat(daemons.stream(), own.stream().filter(each -> !told.contains(Key.of(each))))
            .toList();
    all.forEach(this::line);
    if (all.stream().allMatch(each -> each.severity().equals(INFO) || !isOfLabels(each))) {
      list.right("labels", "nothing wrong");
    }
  }

  private void line(FindingDocument finding) {
    boolean labels = isOfLabels(finding);
    String subject = labels ? "labels" : (finding.kind() + " " + finding.subject()).strip();
    String text = (labels ? "container " + finding.subject() + ": " : "") + text(finding);
    if (finding.severity().equals(INFO)) {
      list.note(subject, text, finding.code());
    } else {
      list.wrong(Fault.LABELS, subject, text, finding.code());
    }
  }

  private static boolean isOfLabels(FindingDocument finding) {
    return finding.kind().equals(CONTAINER);
  }

  private static String text(FindingDocument finding) {
    return (finding.label().isEmpty() ? "" : "label " + finding.label() + ": ")
        + finding.message()
        + (finding.advice().isEmpty() ? "" : "; " + finding.advice());
  }
}
