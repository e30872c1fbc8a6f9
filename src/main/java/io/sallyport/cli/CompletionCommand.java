package io.sallyport.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport completion`: what a shell asks at the tabulator key.
@Command(
    description = {
      "Prints a script that completes commands and options in bash, and in zsh by its"
          + " bashcompinit."
    },
    footer = {"", "Examples:", "  source <(sallyport completion)"})
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  CompletionCommand() {}

  @Override
  public void run() {
    CommandLine all = Main.commands();
    Output.print(spec, AutoComplete.bash(all.getCommandName(), all));
  }
}
