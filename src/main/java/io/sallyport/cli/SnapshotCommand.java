package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.source.Nodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sallyport snapshot`: what the engine reports, to render or to report a bug with.
@Command(
    description = {
      "Saves what the engine reports as JSON, for `render --snapshot` and bug reports.",
      "Holds no commands, environment variables or secrets."
    },
    footer = {"", "Examples:", "  sallyport snapshot -o snapshot.json"})
final class SnapshotCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to; standard output without it.")
  private @Nullable Path output;

  @SuppressWarnings("NullAway.Init")
  SnapshotCommand() {}

  @Override
  public void run() {
    try {
      Settings settings = inputs.settings();
      Snapshot snapshot =
          EngineCallProgress.query(settings, engine -> whole(engine, Kinds.supported(settings)));
      warnOfLostNodes(snapshot.observation().nodes());
      String json = snapshot.write();
      if (output == null) {
        Output.print(spec, json);
      } else {
        Files.writeString(output, json);
      }
    } catch (IOException unwritable) {
      throw new InputException(output + ": cannot be written: " + Output.reason(unwritable));
    }
  }

  /// With what the proxies say of themselves, which a configuration depends on.
  private static Snapshot whole(DockerEngine engine, Settings settings) {
    Snapshot snapshot = engine.snapshot();
    ProxyProbes proxies = ProxyProbes.ask(engine.access(), settings, snapshot.observation());
    return snapshot.withProxies(proxies.texts());
  }

  private void warnOfLostNodes(Nodes nodes) {
    if (!nodes.complete()) {
      spec.commandLine()
          .getErr()
          .println(
              "The Swarm manager has no view of "
                  + String.join(", ", nodes.describeLost())
                  + "; the snapshot is without what runs there.");
    }
  }
}
