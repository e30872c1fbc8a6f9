package io.sallyport.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `bench/` runs.
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures a product that keeps a proxy configured from containers, beside the least that can"
          + " do it: a copy and a HUP for each event.",
      "Writes results.json, table.md and a plot for each scenario. Starts containers with the label"
          + " io.sallyport.bench, and removes only these."
    })
public final class Bench implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      description = "served, burst, rolling, boot, footprint; all of them without one")
  private List<String> scenarios = List.of();

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "5,100,300",
      description = "numbers of other containers (${DEFAULT-VALUE})")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "20",
      description = "how often each is measured, 1 to 1000 (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--subject",
      defaultValue = "bench/subjects/sallyport.properties",
      description = "the product: images, labels, environment (${DEFAULT-VALUE})")
  private Path subject = Path.of("");

  @Option(
      names = "--server-image",
      defaultValue = "sallyport-bench-server",
      description = "an image with /bin/busybox and a directory /www (${DEFAULT-VALUE})")
  private String serverImage = "";

  @Option(
      names = "--socket",
      defaultValue = "/var/run/docker.sock",
      description = "the engine's (${DEFAULT-VALUE})")
  private Path socket = Path.of("");

  @Option(
      names = "--subnet",
      defaultValue = "10.210",
      description = "first half of the addresses to use (${DEFAULT-VALUE})")
  private String subnet = "";

  @Option(
      names = "--out",
      defaultValue = "target/bench",
      description = "folder of the results (${DEFAULT-VALUE})")
  private Path out = Path.of("");

  @Option(names = "--keep", description = "leave the other containers for the next run")
  private boolean keep;

  private Bench() {}

  /// Runs it, and ends the process.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || rounds > 1000 || sizes.stream().anyMatch(size -> size < 1 || size > 1000)) {
      System.err.println("bench/run: --rounds and --sizes are from 1 to 1000 (see --help)");
      return 2;
    }
    List<Scenario> wanted =
        scenarios.isEmpty()
            ? List.of(Scenario.values())
            : scenarios.stream()
                .map(each -> Scenario.valueOf(each.toUpperCase(Locale.ROOT)))
                .toList();
    Report report = Report.in(out);
    Stage stage =
        new Stage(new EngineApi(socket), Subject.read(subject), serverImage, subnet, keep);
    // However it ends, by Ctrl-C too.
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
    for (int size : sizes.stream().sorted().toList()) {
      System.err.printf("bringing up %d containers%n", size);
      try (Contest contest = new Contest(stage, size)) {
        for (Scenario scenario : wanted) {
          report.add(scenario.run(contest, rounds));
        }
      }
    }
    return 0;
  }
}
