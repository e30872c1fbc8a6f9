package io.sallyport.labels;

import java.net.IDN;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Host names that are not written in ASCII, as DNS has them.
///
/// The JDK knows IDNA 2003 alone, which takes `ß` for `ss`, `ς` for `σ`, leaves out the joiners
/// that tell words of several languages apart, and does not know what Unicode has got since 2002,
/// such as most emoji. Browsers know IDNA 2008 and UTS 46, where all of these are names of their
/// own. So a name is taken only where both agree; otherwise its `xn--` form, which is always taken,
/// must be written: no two names of DNS become one.
final class InternationalName {
  private static final int LONGEST_LABEL = 63;

  /// What all browsers take for a dot.
  private static final Pattern DOTS = Pattern.compile("[.\u3002\uFF0E\uFF61]");

  /// Chooses how an emoji looks; no part of a name.
  private static final String LOOK = "\uFE0F";

  private static final String JOINERS = "\u200C\u200D";

  private InternationalName() {}

  /// The name in ASCII, where there is no doubt about it.
  static Optional<String> ascii(String text) {
    try {
      String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
      return IDN.toUnicode(ascii).equals(today(text)) ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException notAName) {
      return Optional.empty();
    }
  }

  /// How browsers fold a name.
  private static String today(String text) {
    String dotted = DOTS.matcher(text).replaceAll(".");
    String folded = Normalizer.normalize(dotted, Form.NFKC).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Form.NFKC);
  }

  /// What to write in place of a name that is not taken.
  static Optional<String> instead(String text) {
    String bare = text.strip();
    String folded = today(bare).replace(LOOK, "");
    boolean international = folded.codePoints().anyMatch(point -> point > 0x7f);
    if (!international
        || folded.length() > LONGEST_LABEL * 4
        || !folded.codePoints().allMatch(InternationalName::mayBeInNames)) {
      return Optional.empty();
    }
    String ascii =
        Arrays.stream(folded.split("\\.", -1))
            .map(label ->
                label.codePoints().allMatch(point -> point < 0x80) ? label : Punycode.encode(label))
            .collect(Collectors.joining("."));
    return LabelGrammar.HOST_NAME
        .parse(ascii)
        .map(name -> "write its form in DNS, if that is the name that you mean: `" + name + "`");
  }

  private static boolean mayBeInNames(int point) {
    return switch (Character.getType(point)) {
      case Character.FORMAT -> JOINERS.indexOf(point) >= 0;
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
