package io.sallyport.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `--help` of one command: its own options in full, and where those are described that many
/// commands have.
final class CommandHelp extends Help {
  CommandHelp(CommandSpec command, ColorScheme colors) {
    super(command, colors);
    if (!isRoot()) {
      command.usageMessage().abbreviateSynopsis(true);
    }
  }

  private boolean isRoot() {
    return commandSpec().parent() == null;
  }

  /// Those that say where the settings come from: described once.
  static List<OptionSpec> ofSettings() {
    return CommandSpec.forAnnotatedObject(new Inputs()).options();
  }

  /// Those that no other command describes.
  static List<OptionSpec> own(CommandSpec command) {
    Set<String> described =
        ofSettings().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
    return command.options().stream()
        .filter(option -> !option.inherited() && !described.contains(option.longestName()))
        .toList();
  }

  @Override
  public String optionList() {
    if (isRoot()) {
      return super.optionList();
    }
    boolean settings =
        commandSpec().options().stream().anyMatch(each -> "--config".equals(each.longestName()));
    return list(own(commandSpec()))
        + "%nFurther options (%s%s): %s --help%n"
            .formatted(
                settings ? "-c FILE, -k URL, " : "",
                "-D, --log-format",
                commandSpec().root().name());
  }

  @Override
  public String commandList() {
    return super.commandList()
        + (isRoot()
            ? "%nWhere the settings come from, for commands that need any:%n".formatted()
                + list(ofSettings())
            : "");
  }

  private String list(List<OptionSpec> options) {
    Layout layout = createDefaultLayout();
    layout.addOptions(options, createDefaultParamLabelRenderer());
    return layout.toString();
  }

  /// For all commands of a command line.
  static void use(CommandLine commands) {
    commands.setHelpFactory(CommandHelp::new);
  }
}
