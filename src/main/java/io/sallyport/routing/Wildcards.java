package io.sallyport.routing;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Names that stand for others: `*.corp.example` is every name below `corp.example`.
final class Wildcards {
  /// Top-level names that nobody registers domains in (RFC 6761, RFC 6762 appendix G, ICANN's
  /// `internal`); `local` is the default of `interlock.domain`.
  private static final Set<String> PRIVATE =
      Set.of(
          "corp",
          "home",
          "internal",
          "intranet",
          "lan",
          "local",
          "localdomain",
          "localhost",
          "private",
          "test");

  private static final String STAR = "*.";

  private Wildcards() {}

  /// Why nobody may have a name, as a part of a sentence; nothing where it may be had.
  static Optional<String> refusal(String name) {
    if (name.chars().noneMatch(Character::isLetterOrDigit)) {
      return Optional.of("is no name of a host");
    }
    if (!name.startsWith(STAR)) {
      return Optional.empty();
    }
    String domain = name.substring(STAR.length());
    return domain.contains(".") || PRIVATE.contains(domain)
        ? Optional.empty()
        : Optional.of("is every host of a whole top-level domain");
  }

  /// The most specific wildcard above a name among those that are claimed. One of a whole top-level
  /// domain for private use, such as `*.local`, owns no names below it.
  static Optional<String> above(String name, Predicate<String> claimed) {
    String rest = name.startsWith(STAR) ? name.substring(STAR.length()) : name;
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      rest = rest.substring(dot + 1);
      if (rest.contains(".") && claimed.test(STAR + rest)) {
        return Optional.of(STAR + rest);
      }
    }
    return Optional.empty();
  }
}
