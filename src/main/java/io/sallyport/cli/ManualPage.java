package io.sallyport.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The commands as a manual page (man-pages(7), groff_man(7)), written from what `--help` shows.
final class ManualPage {
  private static final String EXIT_CODES = "Exit codes: ";
  private static final String EXAMPLE = "  ";
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7f]");

  private static final String FILES =
      """
      .SH FILES
      Without \\fB\\-c\\fR, the first of these that there is:
      .TP
      .I /etc/sallyport/config.toml
      The settings, in TOML.
      .TP
      .I /etc/interlock/config.toml
      The same, where Interlock had them.
      .SH ENVIRONMENT
      .TP
      .B INTERLOCK_CONFIG
      The text of the settings; goes before files.
      .TP
      .BR DOCKER_HOST ", " DOCKER_CERT_PATH ", " DOCKER_TLS_VERIFY
      The engine, where the settings name none.
      .TP
      .B NO_COLOR
      Set to anything, it keeps colors off.
      """;

  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  /// @param root the command line with all its commands
  static String of(CommandSpec root, String version) {
    ManualPage manual = new ManualPage();
    manual.head(root, version);
    manual.line(".SH COMMANDS");
    root.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .distinct()
        .forEach(manual::command);
    manual.line(".SH OPTIONS OF EVERY COMMAND");
    root.options().forEach(manual::option);
    manual.line(".SH OPTIONS OF COMMANDS THAT NEED SETTINGS");
    CommandHelp.ofSettings().forEach(manual::option);
    manual.page.append(FILES);
    manual.exitCodes(root);
    manual.line(".SH SEE ALSO");
    manual.line(".BR docker (1),");
    manual.line(".BR nginx (8)");
    return manual.page.toString();
  }

  private void head(CommandSpec root, String version) {
    String name = text(root.name());
    line(".TH SALLYPORT 1 \"\" \"Sallyport %s\"".formatted(text(version)));
    line(".SH NAME");
    String summary = String.join(" ", root.usageMessage().description()).replaceFirst("\\.$", "");
    line(name + " \\- " + text(summary));
    line(".SH SYNOPSIS");
    line(".B " + name);
    line("\\fICOMMAND\\fR [\\fIOPTION\\fR]...");
  }

  private void command(CommandSpec command) {
    line(".SS " + text(command.name()));
    line(".B " + text(command.root().name() + " " + command.name()));
    line(
        Stream.concat(
                Stream.of("[\\fIOPTION\\fR]..."),
                command.positionalParameters().stream().map(ManualPage::parameter))
            .collect(Collectors.joining(" ")));
    paragraphs(command.usageMessage().description());
    CommandHelp.own(command).forEach(this::option);
    command
        .positionalParameters()
        .forEach(given -> {
          line(".TP");
          line("\\fI" + text(given.paramLabel()) + "\\fR");
          line(text(String.join(" ", given.description())));
        });
    paragraphs(command.usageMessage().footer());
  }

  private static String parameter(PositionalParamSpec given) {
    String label = "\\fI" + text(given.paramLabel()) + "\\fR";
    boolean several = given.arity().max() > 1 || given.type().isAssignableFrom(List.class);
    return (given.required() ? label : "[" + label + "]") + (several ? "..." : "");
  }

  private void option(OptionSpec option) {
    if (option.hidden()) {
      return;
    }
    String names =
        Stream.of(option.names())
            .map(name -> "\\fB" + text(name) + "\\fR")
            .collect(Collectors.joining(", "));
    String value = " \\fI" + text(option.paramLabel()) + "\\fR";
    line(".TP");
    line(
        switch (option.arity().max()) {
          case 0 -> names;
          default -> names + (option.arity().min() == 0 ? " [" + value.strip() + "]" : value);
        });
    line(text(String.join(" ", option.description())));
  }

  private void exitCodes(CommandSpec root) {
    line(".SH EXIT STATUS");
    Stream.of(root.usageMessage().footer())
        .filter(footer -> footer.startsWith(EXIT_CODES))
        .flatMap(footer -> Stream.of(footer.substring(EXIT_CODES.length()).split("; (?=\\d )")))
        .forEach(code -> {
          line(".TP");
          line(".B " + text(code.substring(0, 1)));
          line(text(code.substring(1).strip()));
        });
  }

  private void paragraphs(String[] texts) {
    Stream.of(texts)
        .filter(paragraph -> !paragraph.isBlank())
        .forEach(paragraph ->
            line(
                paragraph.startsWith(EXAMPLE)
                    ? ".RS 4\n" + text(paragraph) + "\n.RE"
                    : ".PP\n" + text(paragraph)));
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  /// Text as roff prints it: nothing in it is a request or an escape, and a hyphen can be copied.
  static String text(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ").strip();
    String bold = QUOTED.matcher(escaped).replaceAll("\\\\fB$1\\\\fR");
    String ascii =
        NOT_ASCII
            .matcher(bold)
            .replaceAll(sign -> "\\\\[u%04X]".formatted((int) sign.group().charAt(0)));
    return ascii.startsWith(".") || ascii.startsWith("'") ? "\\&" + ascii : ascii;
  }
}
