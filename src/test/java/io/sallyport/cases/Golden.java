package io.sallyport.cases;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.List;

/// A configuration as a case keeps it: what stands before the hosts is kept whole by one case, and
/// the others keep how theirs differs from that.
final class Golden {
  /// The case that keeps all of it.
  static final String WHOLE = "one-host";

  private static final String UNNAMED = "  # Names that nobody serves";
  private static final String HOST = "\n\n  # ";

  private final List<String> usual;

  /// @param whole the configuration that the others are compared with
  Golden(String whole) {
    this.usual = whole.substring(0, hosts(whole)).lines().toList();
  }

  /// What a case keeps; all of it where it begins otherwise, as one by a template that stands alone
  /// does.
  String of(String text) {
    if (!text.contains(UNNAMED)) {
      return text;
    }
    int hosts = hosts(text);
    StringBuilder kept = new StringBuilder("# It begins as that of the case " + WHOLE);
    List<AbstractDelta<String>> deltas =
        DiffUtils.diff(usual, text.substring(0, hosts).lines().toList()).getDeltas();
    kept.append(deltas.isEmpty() ? ".\n" : ", but for:\n");
    for (AbstractDelta<String> delta : deltas) {
      delta.getSource().getLines().forEach(line -> kept.append("- ").append(line).append('\n'));
      delta.getTarget().getLines().forEach(line -> kept.append("+ ").append(line).append('\n'));
    }
    return kept.append(text.substring(Math.min(hosts + 1, text.length()))).toString();
  }

  /// Where the first host begins, or the end.
  private static int hosts(String text) {
    int hosts = text.indexOf(HOST, text.indexOf(UNNAMED));
    return hosts < 0 ? text.length() : hosts;
  }
}
