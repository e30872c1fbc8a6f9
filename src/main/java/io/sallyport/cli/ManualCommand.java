package io.sallyport.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport manual`: the manual page, for a machine that has only the image.
@Command(
    description = "Prints the manual page in the format of man.",
    footer = {"", "Examples:", "  sallyport manual | man -l -"})
final class ManualCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ManualCommand() {}

  @Override
  public void run() {
    Output.print(spec, ManualPage.of(Main.commands().getCommandSpec(), version()));
  }

  private static String version() {
    try {
      return ProductVersion.text();
    } catch (IOException unreadable) {
      throw new Output.OutputException("the build's own version cannot be read: " + unreadable);
    }
  }
}
