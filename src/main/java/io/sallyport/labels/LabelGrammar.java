package io.sallyport.labels;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What a label's text may be, and the checked value that it becomes.
///
/// What comes out of [#parse] is safe to write into a proxy's configuration: no grammar lets
/// quotes, braces, semicolons, `$`, control characters or line ends through.
///
/// @param name how documents and messages call it: "a port (1 to 65535)"
public record LabelGrammar<T>(String name, Function<String, Optional<T>> reading) {

  /// The value, or nothing where the text is outside the grammar. Blanks around it do not count.
  public Optional<T> parse(String text) {
    return reading.apply(bare(text));
  }

  /// Without blanks around it, of whatever kind: they come from editors and from YAML, and nobody
  /// sees them.
  public static String bare(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static final int LONGEST_NAME = 253;
  private static final Pattern NAME_LABEL =
      Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  private static final Pattern PORT_TEXT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_.@+*/=~,:-]{1,1024}");

  /// What is below these is no file: a proxy that opens one may read for ever.
  private static final Set<String> SPECIAL = Set.of("dev", "proc", "sys");

  private static final Set<String> TRUE = Set.of("", "true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");

  public static final LabelGrammar<String> HOST_NAME =
      new LabelGrammar<>(
          "a host name (letters, digits, `-`, `.`; `*.` in front is allowed)",
          LabelGrammar::hostName);

  public static final LabelGrammar<String> EXACT_NAME =
      new LabelGrammar<>(
          "a host name (letters, digits, `-`, `.`)",
          text -> hostName(text).filter(name -> !name.startsWith("*")));

  public static final LabelGrammar<String> HOST_PART =
      new LabelGrammar<>("a host name or the first part of one", LabelGrammar::hostPart);

  public static final LabelGrammar<Integer> PORT =
      new LabelGrammar<>("a port (1 to 65535)", LabelGrammar::port);

  public static final LabelGrammar<Boolean> FLAG =
      new LabelGrammar<>("`true` or `false` (empty means true)", LabelGrammar::flag);

  public static final LabelGrammar<String> NETWORK_NAME =
      new LabelGrammar<>("a network's name", text -> matching(NETWORK, text));

  public static final LabelGrammar<String> FILE_NAME =
      new LabelGrammar<>(
          "a file name under `SSLCertPath` or an absolute path in the proxy (letters, digits,"
              + " `._-+@*=~,:/`; no `..`; nothing under /dev, /proc or /sys)",
          LabelGrammar::fileName);

  public static final LabelGrammar<Verification> VERIFICATION =
      new LabelGrammar<>("`none` or `required`", LabelGrammar::verification);

  /// Whether a backend's certificate is verified.
  public enum Verification {
    NONE,
    /// Where there is a CA to verify it with: an old form, [InterlockForm].
    WHERE_KNOWN,
    REQUIRED
  }

  private static Optional<String> matching(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /// Lower case, without a closing dot, in ASCII (an international name in its `xn--` form).
  private static Optional<String> hostName(String text) {
    return hostPart(text).filter(name -> !name.equals("*"));
  }

  /// A host name, or `*` alone, which a domain completes.
  private static Optional<String> hostPart(String text) {
    Optional<String> ascii = ascii(text);
    if (ascii.isEmpty()) {
      return ascii;
    }
    String name = ascii.get();
    if (name.equals("*")) {
      return ascii;
    }
    String exact = name.startsWith("*.") ? name.substring(2) : name;
    if (exact.isEmpty() || name.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    for (String label : exact.split("\\.", -1)) {
      if (!NAME_LABEL.matcher(label).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(name);
  }

  /// Whether browsers take the name for an IPv4 address: its last part is a number
  /// (https://url.spec.whatwg.org/#ends-in-a-number-checker).
  public static boolean isAddress(String name) {
    return NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
  }

  private static Optional<String> ascii(String text) {
    if (text.length() > LONGEST_NAME + 1) {
      return Optional.empty();
    }
    String undotted = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (isVisibleAscii(undotted)) {
      return Optional.of(undotted.toLowerCase(Locale.ROOT));
    }
    return InternationalName.ascii(undotted);
  }

  private static boolean isVisibleAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Integer> port(String text) {
    if (!PORT_TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65535 ? Optional.of(port) : Optional.empty();
  }

  private static Optional<Boolean> flag(String text) {
    String folded = text.strip().toLowerCase(Locale.ROOT);
    if (TRUE.contains(folded)) {
      return Optional.of(true);
    }
    return FALSE.contains(folded) ? Optional.of(false) : Optional.empty();
  }

  private static Optional<String> fileName(String text) {
    if (!FILE.matcher(text).matches() || text.endsWith("/")) {
      return Optional.empty();
    }
    List<String> steps = List.of(text.split("/+", -1));
    boolean special = steps.getFirst().isEmpty() && SPECIAL.contains(steps.get(1));
    return special || steps.contains("..") || steps.contains(".")
        ? Optional.empty()
        : Optional.of(String.join("/", steps));
  }

  private static Optional<Verification> verification(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(Verification.NONE);
      case "required" -> Optional.of(Verification.REQUIRED);
      default -> Optional.empty();
    };
  }
}
