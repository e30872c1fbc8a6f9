package io.sallyport.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlParseError;

/// What is not TOML: the parser's own words, and advice for the usual slips.
final class SyntaxProblems {
  private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([\\w.-]+)\\s*=\\s*(.*)");
  private static final Pattern BARE_WORD = Pattern.compile("[^\\s\"'\\[{#].*");
  private static final Pattern NO_EQUALS = Pattern.compile("\\s*[\\w-]+\\s*(:|\\s[^=]).*");

  private SyntaxProblems() {}

  static void add(String text, List<TomlParseError> errors, Report report) {
    List<String> lines = text.lines().toList();
    for (TomlParseError error : errors) {
      int index = error.position().line() - 1;
      String line = index < lines.size() ? lines.get(index) : "";
      String message = message(error, line);
      report.add(error.position(), message, message.startsWith("Unexpected") ? advice(line) : "");
    }
  }

  /// The parser quotes what it stumbles over, which may be a part of a secret.
  private static String message(TomlParseError error, String line) {
    String message = String.valueOf(error.getMessage());
    Matcher assignment = ASSIGNMENT.matcher(line);
    boolean secret = assignment.matches() && isSecret(assignment.group(1));
    return secret ? message.replaceFirst("'.*'", "text") : message;
  }

  private static boolean isSecret(String key) {
    return Setting.all().stream()
        .anyMatch(setting -> setting.secret() && setting.key().equalsIgnoreCase(key));
  }

  private static String advice(String line) {
    Matcher assignment = ASSIGNMENT.matcher(line);
    if (assignment.matches()) {
      String value = assignment.group(2);
      return switch (value.strip()) {
        case "True", "TRUE", "on", "yes" -> "write true";
        case "False", "FALSE", "off", "no" -> "write false";
        case String word when BARE_WORD.matcher(word).matches() -> "put text in quotes";
        case String _ -> "";
      };
    }
    return NO_EQUALS.matcher(line).matches() ? "write key = value" : "";
  }
}
