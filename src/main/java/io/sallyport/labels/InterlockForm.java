package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import io.sallyport.labels.LabelGrammar.Verification;
import io.sallyport.source.Container;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Text that is outside a label's grammar and that Interlock took: what it counts as, and what to
/// write instead. Nothing that would send requests elsewhere, or protect them less, than it did.
///
/// @param values what the label has; empty where it counts as not written
record InterlockForm(List<Object> values, String countsAs, String write) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
  private static final Set<String> YES =
      Set.of("", "true", "yes", "on", "1", "enabled", "enable", "y", "t");
  private static final Set<String> NO =
      Set.of("false", "no", "off", "0", "disabled", "disable", "n", "f", "never", "none", "null");

  private static final List<Label<?>> PROTECTING =
      List.of(Label.SSL, Label.SSL_ONLY, Label.SSL_BACKEND);

  /// Those of Interlock's labels that counted by being there.
  private static final List<Label<?>> PRESENT =
      List.of(
          Label.SSL, Label.SSL_ONLY, Label.SSL_BACKEND, Label.CONTEXT_ROOT_REWRITE, Label.IP_HASH);

  /// So many names in one label are not worth asking whether they are names.
  private static final int MOST_NAMES = 50;

  private static final int SHOWN_NAMES = 3;

  InterlockForm {
    values = List.copyOf(values);
  }

  static Optional<InterlockForm> of(Container container, Label<?> label, String text) {
    if (PRESENT.contains(label)) {
      return flag(text, PROTECTING.contains(label));
    }
    if (label.grammar().equals(LabelGrammar.VERIFICATION)) {
      return verification(text);
    }
    if (label.equals(Label.SSL_CERT) || label.equals(Label.SSL_CERT_KEY)) {
      return file(text);
    }
    if (label.equals(Label.HOSTNAME)) {
      return container.label(Label.DOMAIN.key()).isPresent() ? noFirstPart(text) : Optional.empty();
    }
    return label.equals(Label.ALIAS_DOMAIN) ? names(text) : Optional.empty();
  }

  /// The domain is then the whole name.
  private static Optional<InterlockForm> noFirstPart(String text) {
    return text.isBlank()
        ? Optional.of(
            new InterlockForm(
                List.of(""),
                "no first part, and `interlock.domain` is the whole name",
                "write the whole name as `interlock.hostname`"))
        : Optional.empty();
  }

  /// Interlock's flags counted by being there. What says no, or nearly does, is not taken for a
  /// yes.
  ///
  /// @param protecting whether a host is better protected with it: then any other word is a yes
  private static Optional<InterlockForm> flag(String text, boolean protecting) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    boolean no = NO.stream().anyMatch(each -> DidYouMean.slips(each, word) <= slipsOf(each));
    boolean yes = YES.contains(word) || (protecting && WORD.matcher(word).matches() && !no);
    return yes
        ? Optional.of(new InterlockForm(List.of(true), "`true`", "write `true`"))
        : Optional.empty();
  }

  /// In a short word, every slip makes another one.
  private static int slipsOf(String word) {
    return word.length() < 4 ? 0 : 1;
  }

  /// Interlock's documentation says `true`, which did nothing.
  private static Optional<InterlockForm> verification(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return Optional.of(
          new InterlockForm(
              List.of(Verification.WHERE_KNOWN),
              "`required` where there is a CA to verify with, else as `none`",
              "write `required`, with `interlock.ssl_backend_ca`, or `none`"));
    }
    return NO.contains(word)
        ? Optional.of(new InterlockForm(List.of(Verification.NONE), "`none`", "write `none`"))
        : Optional.empty();
  }

  /// The path without `.` and `..`; what remains in front is taken from `SSLCertPath`.
  private static Optional<InterlockForm> file(String text) {
    if (text.isBlank()) { // Of a variable that is not set: ssl_cert=${CERT}.
      return Optional.of(
          new InterlockForm(List.of(), "not written", "take the label out, or name a file"));
    }
    List<String> steps = new ArrayList<>();
    boolean absolute = text.startsWith("/");
    for (String step : text.strip().split("/+", -1)) {
      boolean back = step.equals("..");
      if (back && !steps.isEmpty() && !steps.getLast().equals("..")) {
        steps.removeLast();
      } else if (!(step.isEmpty() || step.equals(".") || (back && absolute))) {
        steps.add(step);
      }
    }
    int above = (int) steps.stream().filter(".."::equals).count();
    String rest = String.join("/", steps.subList(above, steps.size()));
    // An absolute path of the rest, as many `..` may lead to it.
    boolean safe =
        !text.strip().endsWith("/")
            && !rest.isEmpty()
            && LabelGrammar.FILE_NAME.parse(rest).isPresent()
            && LabelGrammar.FILE_NAME.parse("/" + rest).isPresent();
    String path = (absolute ? "/" : "../".repeat(above)) + rest;
    return safe
        ? Optional.of(
            new InterlockForm(
                List.of(path),
                above == 0 ? "`" + path + "`" : "`" + path + "`, beside `SSLCertPath`",
                above == 0 ? "write the path without `.` and `..`" : "write an absolute path"))
        : Optional.empty();
  }

  /// Several names in one label became several names of one server. What is no name is left out.
  private static Optional<InterlockForm> names(String text) {
    List<String> parts =
        Arrays.stream(text.split("[\\s,]+")).filter(part -> !part.isEmpty()).toList();
    List<Object> names = new ArrayList<>();
    parts.stream()
        .limit(MOST_NAMES + 1L)
        .filter(part -> part.contains("."))
        .forEach(part -> LabelGrammar.HOST_NAME.parse(part).ifPresent(names::add));
    return !names.isEmpty() && parts.size() <= MOST_NAMES
        ? Optional.of(
            new InterlockForm(
                names,
                names.size() > SHOWN_NAMES
                    ? names.size() + " names"
                    : names.stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(" and ")),
                "write each name in a label of its own, `interlock.alias_domain.1` and so on"))
        : Optional.empty();
  }
}
