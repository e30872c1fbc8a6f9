package io.sallyport.cli;

import io.sallyport.api.Documents.Findings;
import io.sallyport.api.Documents.Proxies;
import io.sallyport.api.Documents.SystemState;
import io.sallyport.api.Json;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport status`: the state of the daemon, in at most ten lines.
@Command(
    description = {
      "Prints the state of the running daemon, in at most ten lines.",
      "An outage comes first, then since when it runs, the engine, proxies, hosts, servers, those"
          + " that fail, and findings.",
    },
    footer = {
      "",
      "Examples:",
      "  sallyport status",
      "  sallyport status --json",
      "",
      "Exit codes: 0 all is well; 1 no daemon answers; 3 something is wrong."
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private DaemonTarget daemon;

  @Option(
      names = "--json",
      description =
          "Print JSON: `state`, `proxies`, `stopped` ones, and of the findings `failing` servers, as the API gives them.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  StatusCommand() {}

  @Override
  public Integer call() {
    try {
      DaemonApi api = new DaemonApi(daemon.address(inputs));
      Proxies proxies = api.get("proxies", Proxies.class);
      StatusSummary summary =
          new StatusSummary(
              api.get("state", SystemState.class),
              proxies.proxies(),
              proxies.stopped(),
              api.get("findings", Findings.class).findings());
      Output.print(spec, json ? Json.text(summary) : summary.text());
      return summary.well() ? ExitCode.DONE : ExitCode.LABELS;
    } catch (NoAnswerException silent) {
      throw new DaemonApi.UnavailableException("No daemon: " + silent.getMessage());
    }
  }
}
