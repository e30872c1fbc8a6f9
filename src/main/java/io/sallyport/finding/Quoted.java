package io.sallyport.finding;

/// Untrusted text as it may stand in a message: quoted, on one line, and not too long.
public final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  /// The text in quotes.
  public static String of(String text) {
    return "\"" + printable(text) + "\"";
  }

  /// Control, format and surrogate characters become `?`; what is beyond 80 characters, `…`.
  public static String printable(String text) {
    return Harmless.shortened(text, LONGEST);
  }
}
