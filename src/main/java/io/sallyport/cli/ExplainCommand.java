package io.sallyport.cli;

import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.Json;
import io.sallyport.api.PlannedDocuments;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import io.sallyport.config.Settings;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport explain`: for each container where it is routed, or why it is not.
@Command(
    description = {
      "Says where each container is routed, or the first reason why it is not and what to do.",
      "Of a host it says what is behind it; of a URL which location, servers and certificate"
          + " answer; of a proxy what it runs and should run.",
      "Asks the running daemon, which also knows what its proxies run; where none answers, the"
          + " engine. Changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  sallyport explain",
      "  sallyport explain shop-1 edge",
      "  sallyport explain https://shop.example.com/cart",
      "",
      "Exit codes: 0 all is well; 1 neither daemon nor engine answers; 2 usage, settings or"
          + " snapshot are wrong, or there is nothing of that name; 3 problems were found."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String INFO = "info";

  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private Inputs.Target look;
  @Mixin private DaemonTarget daemon;

  @Option(
      names = {"-a", "--all"},
      description =
          "List ignored containers too: those without Sallyport's labels, or of other Sallyports.")
  private boolean all;

  @Option(
      names = "--json",
      description =
          "Print JSON: `containers` and `general` as the API gives them, `hosts`, `proxies`.")
  private boolean json;

  @Parameters(
      paramLabel = "TARGET",
      description =
          "Containers (names, or beginnings of identifiers), services, proxies, host names, URLs; without"
              + " any, all containers.")
  private List<String> named = List.of();

  @SuppressWarnings("NullAway.Init")
  ExplainCommand() {}

  /// What `--json` prints.
  record Explained(
      List<Explanation> containers, List<Note> general, List<Host> hosts, List<Proxy> proxies) {}

  @Override
  public Integer call() {
    Known known = known();
    return named.isEmpty() ? everything(known) : chosen(known);
  }

  private int everything(Known known) {
    List<Explanation> listed =
        known.containers().stream()
            .filter(each -> all || each.standing() != Standing.NOT_ASKED)
            .toList();
    String text =
        all
            ? Terminal.blocks().all(known.containers(), known.general())
            : Terminal.blocks().asking(known.containers(), known.general());
    Output.print(
        spec,
        json ? Json.text(new Explained(listed, known.general(), List.of(), List.of())) : text);
    boolean problem =
        listed.stream().anyMatch(Explanation::needsHands)
            || known.general().stream().anyMatch(note -> !note.severity().equals(INFO));
    return problem ? ExitCode.LABELS : ExitCode.DONE;
  }

  private int chosen(Known known) {
    List<Answer> answers = new Targets(known, Terminal.blocks()).named(named);
    Output.print(
        spec,
        json
            ? Json.text(
                new Explained(
                    answers.stream()
                        .flatMap(each -> each.containers().stream())
                        .distinct()
                        .toList(),
                    List.of(),
                    answers.stream().flatMap(each -> each.hosts().stream()).distinct().toList(),
                    answers.stream().flatMap(each -> each.proxies().stream()).distinct().toList()))
            : answers.stream().map(Answer::text).collect(Collectors.joining()));
    return answers.stream().anyMatch(Answer::problem) ? ExitCode.LABELS : ExitCode.DONE;
  }

  private Known known() {
    Optional<Observation> saved = look.saved();
    if (saved.isPresent()) {
      return planned(inputs.settings(), saved.get());
    }
    URI asked = daemon.address(inputs);
    try (Progress _ = Progress.of(() -> Optional.of("asking the daemon at " + asked))) {
      return Known.of(new DaemonApi(asked), !named.isEmpty());
    } catch (NoAnswerException silent) {
      if (daemon.isNamed()) {
        throw new DaemonApi.UnavailableException(String.valueOf(silent.getMessage()));
      }
      spec.commandLine()
          .getErr()
          .println("No daemon (" + silent.getMessage() + "), so this is what the engine shows.");
      Settings settings = inputs.settings();
      return planned(settings, look.observe(settings));
    }
  }

  private Known planned(Settings wanted, Observation seen) {
    Inputs.sayWarnings(wanted, spec.commandLine().getErr());
    Routing routing = Kinds.route(Kinds.supported(wanted), seen);
    return Known.of(
        PlannedDocuments.of(PassSnapshot.single(Instant.now(), seen, routing, routing.findings())));
  }
}
