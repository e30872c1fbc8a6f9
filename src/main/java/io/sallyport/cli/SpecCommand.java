package io.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// `sallyport spec`: a configuration to start from.
@Command(
    description = "Prints a complete, commented default configuration.",
    footer = {"", "Examples:", "  sallyport spec > config.toml"})
final class SpecCommand implements Runnable {
  @picocli.CommandLine.Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  SpecCommand() {}

  @Override
  public void run() {
    Output.print(spec, io.sallyport.config.Spec.text());
  }
}
