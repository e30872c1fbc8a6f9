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
  private static final String LABELS = "labels";

  /// What makes two findings the same, however they put it.
  private record Key(String code, String subject, String id, String label) {
    static Key of(FindingDocument finding) {
      return new Key(finding.code(), finding.subject(), finding.containerId(), finding.label());
    }
  }

  /// @param looked whether labels were looked at, so that there is something to be right
  void list(List<FindingDocument> own, List<FindingDocument> daemons, boolean looked) {
    List<FindingDocument> all =
        Stream.concat(daemons.stream(), without(daemons, own).stream()).toList();
    all.forEach(this::line);
    if (!looked) {
      list.note(LABELS, "not checked: the engine could not be read");
    } else if (all.stream().allMatch(each -> each.severity().equals(INFO) || !isOfLabels(each))) {
      list.right(LABELS, "nothing wrong");
    }
  }

  /// The findings of a daemon with other settings: they do not count, since they need not be true
  /// with these. What one's own look finds too is not repeated.
  void notes(List<FindingDocument> daemons, List<FindingDocument> own) {
    without(own, daemons)
        .forEach(each ->
            list.note(subject(each), "with the daemon's settings: " + words(each), each.code()));
  }

  private static List<FindingDocument> without(
      List<FindingDocument> told, List<FindingDocument> findings) {
    Set<Key> keys = told.stream().map(Key::of).collect(Collectors.toSet());
    return findings.stream().filter(each -> !keys.contains(Key.of(each))).toList();
  }

  private void line(FindingDocument finding) {
    if (finding.severity().equals(INFO)) {
      list.note(subject(finding), words(finding), finding.code());
    } else {
      list.wrong(Fault.LABELS, subject(finding), words(finding), finding.code());
    }
  }

  private static String subject(FindingDocument finding) {
    return isOfLabels(finding) ? LABELS : (finding.kind() + " " + finding.subject()).strip();
  }

  private static String words(FindingDocument finding) {
    return (isOfLabels(finding) ? "container " + finding.subject() + ": " : "") + text(finding);
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
