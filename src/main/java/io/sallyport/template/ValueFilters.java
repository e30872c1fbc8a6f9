package io.sallyport.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.EscapeFilter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The filters through which values reach a configuration.
///
/// `escape`, which Pebble puts behind every printed value, writes it as one word, whatever strategy
/// a template asks for. `words` writes each element of a list, or each word of a text, as a word of
/// its own. `digest` writes eight hexadecimal digits that stand for a text.
final class ValueFilters extends AbstractExtension {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Syntax syntax;
  private final List<TokenParser> tags;

  ValueFilters(Template.Language language) {
    syntax = language.syntax();
    tags = new ArrayList<>(language.tags());
    tags.add(new OnceTag(language.constants()));
  }

  @Override
  public Map<String, Filter> getFilters() {
    return Map.of("escape", new Word(syntax), "words", new Words(syntax), "digest", new Digest());
  }

  @Override
  public List<TokenParser> getTokenParsers() {
    return List.copyOf(tags);
  }

  // What a template sees is maps; Pebble's own resolver asks for methods and fields first.

  @Override
  public List<AttributeResolver> getAttributeResolver() {
    return List.of((instance, name, arguments, _, _, file, line) -> {
      if (arguments != null || !(instance instanceof Map<?, ?> map)) {
        return null;
      }
      if (!map.containsKey(name)) {
        throw new UnknownAttribute(map.keySet(), String.valueOf(name), line, file);
      }
      return new ResolvedAttribute(map.get(name));
    });
  }

  private static String word(Syntax syntax, Object value, PebbleTemplate template, int line) {
    try {
      return syntax.word(value.toString());
    } catch (IllegalArgumentException unwritable) {
      throw new PebbleException(
          unwritable, String.valueOf(unwritable.getMessage()), line, template.getName());
    }
  }

  /// Pebble hands a [SafeString] on as such only to an [EscapeFilter].
  private static final class Word extends EscapeFilter {
    private final Syntax syntax;

    Word(Syntax syntax) {
      this.syntax = syntax;
    }

    @Override
    public Object apply(
        @Nullable Object input,
        Map<String, Object> arguments,
        PebbleTemplate self,
        EvaluationContext context,
        int lineNumber) {
      return switch (input) {
        case null -> "";
        case SafeString written -> written;
        case Number number -> number;
        default -> new SafeString(word(syntax, input, self, lineNumber));
      };
    }
  }

  private static final class Digest implements Filter {
    @Override
    public @Nullable List<String> getArgumentNames() {
      return null;
    }

    @Override
    public Object apply(
        @Nullable Object input,
        Map<String, Object> arguments,
        PebbleTemplate self,
        EvaluationContext context,
        int lineNumber) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(String.valueOf(input).getBytes(UTF_8));
        return HexFormat.of().formatHex(digest, 0, 4);
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private static final class Words implements Filter {
    private final Syntax syntax;

    Words(Syntax syntax) {
      this.syntax = syntax;
    }

    @Override
    public @Nullable List<String> getArgumentNames() {
      return null;
    }

    @Override
    public Object apply(
        @Nullable Object input,
        Map<String, Object> arguments,
        PebbleTemplate self,
        EvaluationContext context,
        int lineNumber) {
      List<String> words = new ArrayList<>();
      switch (input) {
        case null -> {}
        case Iterable<?> values ->
            values.forEach(
                value -> words.add(word(syntax, String.valueOf(value), self, lineNumber)));
        default ->
            SPACE
                .splitAsStream(input.toString().strip())
                .map(text -> word(syntax, text, self, lineNumber))
                .forEach(words::add);
      }
      return new SafeString(String.join(" ", words));
    }
  }
}
