package io.sallyport.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What was checked, a line for each thing: all right, or what is wrong and what to do.
final class Checklist {
  private final List<Line> lines = new ArrayList<>();
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

  /// Whose it is to mend something; what comes first decides the exit code.
  enum Fault {
    INPUT(ExitCode.INPUT),
    ENVIRONMENT(ExitCode.ENVIRONMENT),
    LABELS(ExitCode.LABELS);

    private final int exitCode;

    Fault(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  private enum Mark {
    RIGHT("\u2713", "ok"),
    WRONG("\u2717", "WRONG"),
    WARNING("!", "warn"),
    NOTE("-", "-");

    private final String sign;
    private final String word;

    Mark(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }
  }

  private record Line(Mark mark, String text) {}

  /// @param subject what was checked
  /// @param text what there is to know of it
  void right(String subject, String text) {
    lines.add(new Line(Mark.RIGHT, subject + ": " + text));
  }

  /// @param text what is wrong, and the fix
  void wrong(Fault fault, String subject, String text) {
    faults.add(fault);
    lines.add(new Line(Mark.WRONG, subject + ": " + text));
  }

  /// @param text what is taken, but not as it should be written
  void warning(String subject, String text) {
    lines.add(new Line(Mark.WARNING, subject + ": " + text));
  }

  /// What is neither right nor wrong, such as what could not be checked.
  void note(String subject, String text) {
    lines.add(new Line(Mark.NOTE, subject + ": " + text));
  }

  int exitCode() {
    return faults.stream().findFirst().map(fault -> fault.exitCode).orElse(ExitCode.DONE);
  }

  /// With signs where the reader's terminal shows them, else with words.
  String text(Charset readers) {
    boolean signs = readers.equals(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      String mark = signs ? line.mark.sign : "%-5s".formatted(line.mark.word);
      text.append(mark).append(' ').append(line.text.replace("\n", "; ")).append('\n');
    }
    return text.toString();
  }
}
