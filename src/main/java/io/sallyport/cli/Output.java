package io.sallyport.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.Model.CommandSpec;

/// Results on standard output: all of them, or a failure.
final class Output {
  private Output() {}

  /// Prints a result.
  ///
  /// @throws OutputException when it could not be written whole
  static void print(CommandSpec command, String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    if (out.checkError() || System.out.checkError()) { // The writer's own stream hides its errors.
      throw new OutputException("standard output cannot be written to the end");
    }
  }

  /// Why a file could not be read or written, in words.
  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  /// The result was there, and its place could not hold it.
  static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(String message) {
      super(message);
    }
  }
}
