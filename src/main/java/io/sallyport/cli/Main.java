package io.sallyport.cli;

import static java.util.Map.entry;

import io.sallyport.config.SettingsException;
import io.sallyport.discovery.StoreException;
import io.sallyport.docker.json.SnapshotException;
import io.sallyport.source.EngineException;
import io.sallyport.template.TemplateException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line: `sallyport COMMAND`.
@Command(
    name = "sallyport",
    versionProvider = ProductVersion.class,
    description = "Keeps Nginx and HAProxy configured from the labels of Docker containers.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done; 1 the engine, a proxy or the key-value store failed; no daemon answers"
          + " `status`, `watch` or the address of `--url`; `healthcheck`: no answer, the loop is"
          + " stalled, or the engine was never seen; `check`: also a daemon that is stalled or cannot"
          + " read the engine; 2 usage, settings, template or snapshot are wrong; 3 `check`, `explain`"
          + " or `status` found problems.",
      "",
      "Examples:",
      "  sallyport check",
      "  sallyport explain shop.example.com",
      "  sallyport explain --help"
    })
public final class Main implements Runnable {
  /// In the order of the help.
  private static final List<Map.Entry<String, Class<?>>> COMMANDS =
      List.of(
          entry("run", RunCommand.class),
          entry("render", RenderCommand.class),
          entry("explain", ExplainCommand.class),
          entry("check", CheckCommand.class),
          entry("status", StatusCommand.class),
          entry("watch", WatchCommand.class),
          entry("snapshot", SnapshotCommand.class),
          entry("spec", SpecCommand.class),
          entry("healthcheck", HealthcheckCommand.class),
          entry("completion", CompletionCommand.class),
          entry("manual", ManualCommand.class));

  @Spec private CommandSpec spec;

  @Option(
      names = {"-D", "--debug"},
      scope = ScopeType.INHERIT,
      description = "Log each event, pass and engine call.")
  private boolean debug;

  @Option(
      names = "--log-format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How to log, to standard error: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Logging.Format logFormat = Logging.Format.text;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli asks for the option, not for the field.
  private boolean help;

  @Option(
      names = {"-v", "--version"},
      scope = ScopeType.INHERIT,
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable")
  private boolean version;

  @SuppressWarnings("NullAway.Init")
  private Main() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] arguments) {
    String[] given = withoutScript(arguments);
    System.exit(commands(requested(given)).execute(given));
  }

  /// Linux puts the path of the image's `/usr/bin/sallyport` before the arguments that were given
  /// to it (the Dockerfile says how); no command begins with a slash.
  static String[] withoutScript(String[] arguments) {
    boolean script = arguments.length > 0 && arguments[0].startsWith("/");
    return script ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
  }

  /// The requested command, else all. Reading the options of every command takes longer than a
  /// health check, or than the daemon needs from there to its first look.
  private static List<Map.Entry<String, Class<?>>> requested(String[] arguments) {
    return Stream.of(arguments)
        .flatMap(argument -> COMMANDS.stream().filter(each -> each.getKey().equals(argument)))
        .findFirst()
        .map(List::of)
        .orElse(COMMANDS);
  }

  /// All commands, to run them or to list them.
  public static CommandLine commands() {
    return commands(COMMANDS);
  }

  private static CommandLine commands(List<Map.Entry<String, Class<?>>> offered) {
    Main main = new Main();
    CommandLine commands = new CommandLine(main);
    offered.forEach(each -> commands.addSubcommand(each.getKey(), each.getValue()));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpAutoWidth(true);
    CommandHelp.use(commands);
    commands
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new ProductVersion()));
    commands.setExecutionStrategy(parsed -> {
      Logging.configure(main.debug, main.logFormat);
      return new CommandLine.RunLast().execute(parsed);
    });
    commands.setExecutionExceptionHandler(Main::explain);
    return commands;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
  }

  /// The one place where a failure becomes an exit code.
  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (failure instanceof SettingsException wrong) {
      wrong.problems().forEach(err::println);
      wrong.rest().ifPresent(rest -> Inputs.sayWarnings(rest, err));
      return ExitCode.INPUT;
    }
    int code =
        switch (failure) {
          case TemplateException _, SnapshotException _, InputException _ -> ExitCode.INPUT;
          case EngineException _,
              Output.OutputException _,
              StoreException _,
              DaemonApi.UnavailableException _ ->
              ExitCode.ENVIRONMENT;
          default -> throw failure;
        };
    err.println(failure.getMessage());
    return code;
  }
}
