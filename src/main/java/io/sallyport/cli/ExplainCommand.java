package io.sallyport.cli;

import io.sallyport.api.Documents.Containers;
import io.sallyport.api.Json;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import io.sallyport.config.Settings;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sallyport explain`: for each container where it is routed, or why it is not.
@Command(
    description = {
      "Says of each container where it is routed, or the first reason why it is not and what to"
          + " do.",
      "Asks the running daemon, which also knows what its proxies run; where none answers, the"
          + " engine. Changes nothing."
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 1 neither daemon nor engine answers; 2 usage, settings or"
          + " snapshot are wrong, or there is no such container; 3 problems were found."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String CONTAINERS = "/api/v1/containers";

  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;
  @Mixin private Inputs.Target look;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Ask the daemon there (http://HOST:PORT), and nobody else. Without it, as `healthcheck`"
              + " does.")
  private @Nullable URI url;

  @Option(names = "--json", description = "Print what the API's /api/v1/containers gives.")
  private boolean json;

  @Parameters(
      paramLabel = "CONTAINER",
      description = "Names, or beginnings of identifiers; without any, all containers.")
  private List<String> named = List.of();

  @SuppressWarnings("NullAway.Init")
  ExplainCommand() {}

  @Override
  public Integer call() {
    Containers known = known();
    List<Explanation> chosen = ContainerSelection.select(known.containers(), named);
    Containers shown = new Containers(chosen, named.isEmpty() ? known.general() : List.of());
    Output.print(
        spec, json ? Json.text(shown) : Terminal.blocks().all(shown.containers(), shown.general()));
    boolean problem =
        chosen.stream().anyMatch(Explanation::needsHands) || !shown.general().isEmpty();
    return problem ? ExitCode.LABELS : ExitCode.DONE;
  }

  private Containers known() {
    Optional<Observation> saved = look.saved();
    if (saved.isPresent()) {
      return planned(inputs.settings(), saved.get());
    }
    URI asked = url == null ? DaemonAddress.url(DaemonAddress.socket(inputs)) : url;
    try (Progress _ = Progress.of(() -> Optional.of("asking the daemon at " + asked))) {
      return Json.containers(new DaemonApi(asked).get(CONTAINERS));
    } catch (NoAnswerException | IOException silent) {
      String why =
          silent instanceof NoAnswerException
              ? String.valueOf(silent.getMessage())
              : asked + " does not answer as Sallyport does";
      if (url != null) {
        throw new DaemonApi.UnavailableException(why);
      }
      spec.commandLine()
          .getErr()
          .println("No daemon (" + why + "), so this is what the engine shows.");
      Settings settings = inputs.settings();
      return planned(settings, look.observe(settings));
    }
  }

  private Containers planned(Settings wanted, Observation seen) {
    Inputs.sayWarnings(wanted, spec.commandLine().getErr());
    Routing routing = Kinds.route(Kinds.supported(wanted), seen);
    List<Finding> findings = routing.findings();
    PassSnapshot pass = PassSnapshot.single(Instant.now(), seen, routing, findings);
    return new Containers(Explainer.planned(pass), Explainer.general(pass));
  }
}
