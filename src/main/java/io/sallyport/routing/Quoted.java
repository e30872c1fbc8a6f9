package io.sallyport.routing;

/// Untrusted text as it may stand in a message: quoted, on one line, and not too long.
final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  static String of(String text) {
    return "\"" + printable(text) + "\"";
  }

  /// Control, format and surrogate characters become `?`; what is beyond 80 characters, `…`.
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    int length = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (length++ == LONGEST) {
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
