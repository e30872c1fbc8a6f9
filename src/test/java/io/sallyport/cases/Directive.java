package io.sallyport.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A directive of an Nginx configuration, read back as Nginx reads it.
///
/// @param words its name and its arguments, without quotes
/// @param block the directives in its braces
record Directive(List<String> words, List<Directive> block) {

  String name() {
    return words.getFirst();
  }

  /// This one and all in its block, in the order of the text.
  Stream<Directive> all() {
    return Stream.concat(Stream.of(this), block.stream().flatMap(Directive::all));
  }

  /// The arguments of the directives of that name in its block, not deeper.
  List<String> argumentsOf(String name) {
    return block.stream()
        .filter(directive -> directive.name().equals(name))
        .flatMap(directive -> directive.words.stream().skip(1))
        .toList();
  }

  /// Reads a whole file.
  ///
  /// @throws IllegalArgumentException where Nginx would refuse to
  static List<Directive> parse(String text) {
    return new Reader(text).file();
  }

  /// Words, quotes, comments and blocks as in ngx_conf_file.c, ngx_conf_read_token.
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Directive> file() {
      List<Directive> directives = block();
      if (at < text.length()) {
        throw wrong("unexpected }");
      }
      return directives;
    }

    private List<Directive> block() {
      List<Directive> directives = new ArrayList<>();
      List<String> words = new ArrayList<>();
      while (skipToWord()) {
        char next = text.charAt(at);
        switch (next) {
          case '}' -> {
            if (!words.isEmpty()) {
              throw wrong("unexpected } after " + words);
            }
            return directives;
          }
          case ';' -> {
            at++;
            directives.add(directive(words, List.of()));
            words = new ArrayList<>();
          }
          case '{' -> {
            at++;
            List<Directive> inner = block();
            if (at == text.length()) {
              throw wrong("} is missing for " + words);
            }
            at++;
            directives.add(directive(words, inner));
            words = new ArrayList<>();
          }
          case '"', '\'' -> words.add(quoted(next));
          default -> words.add(bare());
        }
      }
      if (!words.isEmpty()) {
        throw wrong("; is missing after " + words);
      }
      return directives;
    }

    private Directive directive(List<String> words, List<Directive> block) {
      if (words.isEmpty()) {
        throw wrong("a directive without a name");
      }
      return new Directive(List.copyOf(words), block);
    }

    /// False at the end of the text.
    private boolean skipToWord() {
      while (at < text.length()) {
        if (text.charAt(at) == '#') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else if (isSpace(text.charAt(at))) {
          at++;
        } else {
          return true;
        }
      }
      return false;
    }

    private String quoted(char quote) {
      StringBuilder word = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != quote; at++) {
        word.append(character());
      }
      at++;
      if (at >= text.length()
          || !(isSpace(text.charAt(at)) || ";{)".indexOf(text.charAt(at)) >= 0)) {
        throw wrong("something stands right behind a quote: " + word);
      }
      return word.toString();
    }

    private String bare() {
      StringBuilder word = new StringBuilder();
      for (; at < text.length() && !isSpace(text.charAt(at)); at++) {
        char next = text.charAt(at);
        boolean variable = next == '{' && !word.isEmpty() && word.charAt(word.length() - 1) == '$';
        if (next == ';' || (next == '{' && !variable)) {
          break;
        }
        word.append(character());
      }
      return word.toString();
    }

    private char character() {
      char here = text.charAt(at);
      if (here != '\\' || at + 1 == text.length()) {
        return here;
      }
      char escaped = text.charAt(at + 1);
      if ("\"'\\tnr".indexOf(escaped) < 0) {
        return here;
      }
      at++;
      return switch (escaped) {
        case 't' -> '\t';
        case 'n' -> '\n';
        case 'r' -> '\r';
        default -> escaped;
      };
    }

    private static boolean isSpace(char character) {
      return " \t\r\n".indexOf(character) >= 0;
    }

    private IllegalArgumentException wrong(String what) {
      long line = 1 + text.substring(0, Math.min(at, text.length())).lines().count();
      return new IllegalArgumentException("about line " + line + ": " + what);
    }
  }
}
