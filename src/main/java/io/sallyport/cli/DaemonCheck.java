package io.sallyport.cli;

import io.sallyport.cli.Checklist.Fault;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import io.sallyport.config.Settings;
import java.util.Optional;

/// Asks the running daemon what it knows, or says what nobody has checked.
final class DaemonCheck {
  private static final String DAEMON = "daemon";

  /// What only the daemon sees.
  private static final String UNCHECKED =
      "not checked: what proxies run and have refused, certificates that are only in proxies, who"
          + " owned a name before, servers that fail requests, containers that keep restarting";

  private final Checklist list;

  DaemonCheck(Checklist list) {
    this.list = list;
  }

  /// Nobody was asked.
  void none(String why) {
    list.note(DAEMON, why + "; " + UNCHECKED);
  }

  /// @param ours the settings that `check` was given, or what can be used of them
  Optional<DaemonKnowledge> ask(Inputs inputs, DaemonTarget target, Settings ours) {
    try {
      DaemonKnowledge known = DaemonKnowledge.ask(target.address(inputs, ours));
      is(known, ours);
      return Optional.of(known);
    } catch (NoAnswerException | DaemonApi.UnavailableException silent) {
      String why = String.valueOf(silent.getMessage());
      if (target.isNamed()) {
        list.wrong(Fault.ENVIRONMENT, DAEMON, why + "; " + UNCHECKED);
      } else {
        none("none answers (" + why + ")");
      }
      return Optional.empty();
    }
  }

  private void is(DaemonKnowledge known, Settings ours) {
    String where = known.address() + ", Sallyport " + known.state().version();
    if (known.state().alive()) {
      list.right(DAEMON, where + ", since " + known.state().started().replaceFirst("\\.\\d+", ""));
    } else {
      list.wrong(
          Fault.ENVIRONMENT,
          DAEMON,
          where + ", its reconcile loop is stalled; see its log, and restart it");
    }
    if (!known.state().engine().problem().isEmpty()) {
      list.wrong(
          Fault.ENVIRONMENT,
          DAEMON,
          "it cannot read the engine, so changes are not followed: "
              + known.state().engine().problem());
    }
    if (!known.uses(ours)) {
      list.warning(
          DAEMON,
          "it runs with other settings than these (%s), so what it says is about those"
              .formatted(known.state().settings().source()));
    }
  }
}
