package io.sallyport.cli;

import io.sallyport.api.Json;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import io.sallyport.history.HistoryEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport watch`: what happens, as it happens.
@Command(
    description = {
      "Prints a line for each event, pass, rollout and finding of the running daemon, as they"
          + " happen, until it is stopped; of a pass, the hosts and servers that it changed.",
      "Reconnects after the daemon was away, and then prints what it missed, as far as that is"
          + " kept."
    },
    footer = {
      "",
      "Examples:",
      "  sallyport watch",
      "  sallyport watch --url http://10.0.0.5:8080",
      "",
      "Exit code: 1 no daemon answers."
    })
final class WatchCommand implements Callable<Integer> {
  private static final String STREAM = "/api/v1/stream";
  private static final String EVENT = "event: ";
  private static final String ID = "id: ";
  private static final String DATA = "data: ";

  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private DaemonTarget daemon;

  private Optional<String> lastSeen = Optional.empty();

  @SuppressWarnings("NullAway.Init")
  WatchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    boolean colours = Terminal.hasColours();
    boolean met = false;
    while (true) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new DaemonApi(base()).follow(STREAM, lastSeen), StandardCharsets.UTF_8))) {
        say(met ? "Connected again" : "Connected to " + base());
        met = true;
        read(lines, colours);
        say("The connection has ended; trying again");
      } catch (NoAnswerException | IOException lost) {
        if (!met) {
          throw new DaemonApi.UnavailableException(String.valueOf(lost.getMessage()));
        }
      }
      new CountDownLatch(1).await(1, TimeUnit.SECONDS);
    }
  }

  private URI base() {
    return daemon.address(inputs);
  }

  private void read(BufferedReader lines, boolean colours) throws IOException {
    String event = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(EVENT)) {
        event = line.substring(EVENT.length());
      } else if (line.startsWith(ID)) {
        lastSeen = Optional.of(line.substring(ID.length()));
      } else if (line.startsWith(DATA) && event.equals("entry")) {
        Output.print(spec, EntryLine.of(Json.entry(line.substring(DATA.length())), colours) + "\n");
      }
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }

  /// One entry as one line.
  static final class EntryLine {
    private EntryLine() {}

    static String of(HistoryEntry entry, boolean colours) {
      String colour =
          switch (entry.kind()) {
            case EVENT, PASS -> "0";
            case ROLLOUT, ENGINE -> good(entry.outcome()) ? "32" : "31";
            case FINDING -> "33";
            case FINDING_GONE -> "32";
          };
      StringBuilder line = new StringBuilder(entry.at()).append("  ");
      line.append("%-12s  ".formatted(entry.kind()));
      if (!entry.subject().isEmpty() && !entry.text().contains(entry.subject())) {
        line.append(entry.subject()).append(": ");
      }
      line.append(entry.text());
      if (!entry.changes().none()) {
        line.append(": ").append(entry.changes().words());
      }
      if (!entry.outcome().isEmpty()) {
        line.append("  [").append(entry.outcome()).append(']');
      }
      if (entry.millis() > 0) {
        line.append("  ").append(entry.millis()).append(" ms");
      }
      String plain = line.toString().replaceAll("\\p{Cntrl}", " ");
      return colours ? "\u001b[" + colour + "m" + plain + "\u001b[0m" : plain;
    }

    private static boolean good(String outcome) {
      return outcome.equals("applied") || outcome.equals("live");
    }
  }
}
