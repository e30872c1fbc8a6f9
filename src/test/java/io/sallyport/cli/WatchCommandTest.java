package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.WatchCommand.EntryLine;
import io.sallyport.history.HistoryEntry;
import io.sallyport.history.HistoryEntry.Kind;
import io.sallyport.history.RouteChanges;
import io.sallyport.history.RouteChanges.ChangeKind;
import io.sallyport.history.RouteChanges.HostChange;
import io.sallyport.history.RouteChanges.ServerNames;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
  private static final ServerNames NONE = ServerNames.of(List.of());

  private static String line(Kind kind, String text, String outcome, RouteChanges changes) {
    return EntryLine.of(
        new HistoryEntry(1, "2026-06-01T12:00:00Z", kind, "", text, outcome, 3, changes), false);
  }

  @Test
  void saysWhatAPassChanged() {
    RouteChanges changes =
        new RouteChanges(
            List.of(
                new HostChange(
                    "shop.example.com",
                    ChangeKind.CHANGED,
                    ServerNames.of(List.of("shop-2")),
                    ServerNames.of(List.of("shop-1"))),
                new HostChange("old.example.com", ChangeKind.REMOVED, NONE, NONE)),
            0,
            List.of("edge"));
    assertThat(line(Kind.PASS, "start of shop-2", "changed", changes))
        .isEqualTo(
            "2026-06-01T12:00:00Z  pass          start of shop-2: shop.example.com: +shop-2,"
                + " -shop-1; - old.example.com  [changed]  3 ms");
  }

  @Test
  void saysNoMoreWhereNothingChanged() {
    assertThat(line(Kind.PASS, "start of other", "unchanged", RouteChanges.NONE))
        .endsWith("pass          start of other  [unchanged]  3 ms");
  }

  /// Names come from others.
  @Test
  void printsNothingThatATerminalObeys() {
    assertThat(line(Kind.EVENT, "container \u001b[2Jstart", "", RouteChanges.NONE))
        .contains("container  [2Jstart")
        .doesNotContain("\u001b");
  }
}
