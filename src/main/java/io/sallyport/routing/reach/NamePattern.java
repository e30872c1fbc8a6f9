package io.sallyport.routing.reach;

/// Names as settings list them: exact, or with `*` at the end.
public final class NamePattern {
  private NamePattern() {}

  /// Whether a name is one that the pattern means.
  public static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
