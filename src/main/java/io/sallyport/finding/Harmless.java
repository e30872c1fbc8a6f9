package io.sallyport.finding;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Text from outside as it may be shown: in a log, on a terminal, on a page. Control and format
/// characters, which terminals obey and which turn text around, become `?`; line breaks and tabs, a
/// space.
public final class Harmless {
  private static final int LONGEST = 8_000;
  private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\t]+");

  private Harmless() {}

  /// The text on one line, cut after 8,000 characters; nothing where there is none.
  public static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= LONGEST && text.codePoints().allMatch(Harmless::isPlain)
        ? text
        : shortened(BREAKS.matcher(text).replaceAll(" "), LONGEST);
  }

  /// The same text with its lines, whole.
  public static String lines(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(each -> each == '\n' || each == '\t' || isPlain(each) ? each : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /// The same, cut after so many characters.
  public static String shortened(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    int length = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (length++ == longest) {
        return shown.append('…').toString();
      }
      int character = text.codePointAt(i);
      shown.appendCodePoint(isPlain(character) ? character : '?');
    }
    return shown.toString();
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
