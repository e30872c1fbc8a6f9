package io.sallyport.cli;

import io.sallyport.finding.Harmless;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What was checked, a line for each thing: all right, or what is wrong and what to do. The same
/// line is there once, whoever found it.
final class Checklist {
  private final Set<Line> lines = new LinkedHashSet<>();
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

  /// Whose it is to fix something; what comes first decides the exit code.
  enum Fault {
    INPUT(ExitCode.INPUT),
    ENVIRONMENT(ExitCode.ENVIRONMENT),
    LABELS(ExitCode.LABELS);

    private final int exitCode;

    Fault(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  /// How a check ended.
  enum Result {
    OK("\u2713", "ok"),
    WRONG("\u2717", "WRONG"),
    WARNING("!", "warn"),
    NOTE("-", "-");

    private final String sign;
    private final String word;

    Result(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }

    /// As it is written in JSON.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param code which kind of finding it is; empty where it is none
  record Line(Result result, String subject, String text, String code) {}

  /// What `--json` prints.
  ///
  /// @param daemon the one that was asked; empty where none answered
  record Report(int exitCode, String daemon, List<Line> checks) {}

  /// @param subject what was checked
  /// @param text what there is to know of it
  void right(String subject, String text) {
    lines.add(new Line(Result.OK, subject, text, ""));
  }

  /// @param text what is wrong, and the fix
  void wrong(Fault fault, String subject, String text) {
    wrong(fault, subject, text, "");
  }

  /// @param code which kind of finding it is
  void wrong(Fault fault, String subject, String text, String code) {
    faults.add(fault);
    lines.add(new Line(Result.WRONG, subject, text, code));
  }

  /// @param text what is taken, but not as it should be written
  void warning(String subject, String text) {
    lines.add(new Line(Result.WARNING, subject, text, ""));
  }

  /// What is neither right nor wrong, such as what could not be checked.
  void note(String subject, String text) {
    note(subject, text, "");
  }

  /// @param code which kind of finding it is
  void note(String subject, String text, String code) {
    lines.add(new Line(Result.NOTE, subject, text, code));
  }

  int exitCode() {
    return faults.stream().findFirst().map(fault -> fault.exitCode).orElse(ExitCode.DONE);
  }

  /// @param daemon the one that was asked; empty where none answered
  Report report(String daemon) {
    return new Report(exitCode(), daemon, List.copyOf(lines));
  }

  /// With signs where the reader's terminal shows them, else with words.
  String text(Charset readers) {
    boolean signs = readers.equals(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      String mark = signs ? line.result.sign : "%-5s".formatted(line.result.word);
      String said = line.subject + ": " + line.text;
      text.append(mark).append(' ').append(Harmless.of(said.replace("\n", "; "))).append('\n');
    }
    return text.toString();
  }
}
