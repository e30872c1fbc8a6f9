package io.sallyport.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.core.DisallowExtensionCustomizerBuilder;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A template in Pebble, ours or the operator's, that writes values in one [Syntax]: every value
/// that it prints is one word, and there is no way round that in a template.
public final class Template {
  /// In a template's variables: the [TextCache] of this rendering.
  public static final String TEXTS = "sallyport:texts";

  /// Ten times what 10,000 hosts take: a template that writes more has lost its way.
  public static final int LARGEST = 64 * 1024 * 1024;

  private final TemplateFiles files;
  private final TemplateBlocks blocks;
  private final PebbleTemplate template;
  private final String name;

  /// What a kind of proxy adds to Pebble.
  ///
  /// @param builtIn the name of our own template, which begins with `sallyport:`
  /// @param constants variables that are the same in every rendering with one [TextCache]
  public record Language(
      String builtIn, Syntax syntax, List<TokenParser> tags, Set<String> constants) {
    public Language {
      tags = List.copyOf(tags);
      constants = Set.copyOf(constants);
    }
  }

  private Template(
      TemplateFiles files, TemplateBlocks blocks, PebbleTemplate template, String name) {
    this.files = files;
    this.blocks = blocks;
    this.template = template;
    this.name = name;
  }

  /// Reads a template; [#check] tells what is wrong with it beyond its syntax.
  ///
  /// @param own the operator's file, in place of the built-in template
  /// @throws TemplateException when it is missing or does not parse
  public static Template load(Language language, Optional<Path> own) {
    TemplateFiles files = new TemplateFiles(own.map(Path::toAbsolutePath).map(Path::getParent));
    String name = own.map(path -> path.getFileName().toString()).orElse(language.builtIn());
    TemplateBlocks blocks = new TemplateBlocks();
    PebbleEngine pebble =
        new PebbleEngine.Builder()
            .loader(files)
            .strictVariables(true)
            .newLineTrimming(false)
            .extension(new ValueFilters(language), blocks)
            .methodAccessValidator((object, method) -> false)
            .registerExtensionCustomizer(
                new DisallowExtensionCustomizerBuilder()
                    .disallowedFilterKeys(List.of("raw"))
                    .disallowedFunctionKeys(List.of("range")) // It makes lists of any length.
                    .disallowedTokenParserTags(List.of("autoescape"))
                    .build())
            .build();
    try {
      return new Template(files, blocks, pebble.getTemplate(name), name);
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (StackOverflowError endless) {
      throw endless(files, name, endless);
    }
  }

  /// Tries it on all that it may have to write.
  ///
  /// @param trial writes with it, since Pebble finds unknown filters and variables, and files that
  ///   are included, only when it gets to them
  /// @throws TemplateException when it does not render, or loses what the operator wrote
  public void check(Runnable trial) {
    try {
      trial.run();
      blocks.check();
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (StackOverflowError endless) {
      throw endless(files, name, endless);
    }
  }

  /// Its name, as templates see it.
  public String name() {
    return name;
  }

  /// True when a file of the operator's template has changed since it was read.
  public boolean stale() {
    return files.changed();
  }

  /// The text for these variables.
  ///
  /// @throws TemplateException when the template fails on them
  public String write(Map<String, Object> variables) {
    BoundedWriter text = new BoundedWriter(LARGEST);
    try {
      template.evaluate(text, variables);
    } catch (IOException tooLarge) {
      throw new TemplateException(
          "template " + files.describe(name) + ": " + tooLarge.getMessage(), tooLarge);
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (RuntimeException wrong) { // Pebble's own filters let out whatever they stumble over.
      throw new TemplateException("template " + files.describe(name) + ": " + wrong, wrong);
    }
    return text.toString();
  }

  private static TemplateException endless(
      TemplateFiles files, String name, StackOverflowError endless) {
    return new TemplateException(
        "template " + files.describe(name) + ": includes itself without end", endless);
  }

  private static TemplateException explained(
      TemplateFiles files, String name, PebbleException wrong) {
    String failed = wrong.getFileName() == null ? name : wrong.getFileName();
    String file = files.describe(failed);
    OptionalInt goLine = files.text(failed).map(GoTemplate::firstLine).orElse(OptionalInt.empty());
    if (goLine.isPresent()) {
      return new TemplateException(
          "template " + file + ":" + goLine.getAsInt() + ": " + GoTemplate.EXPLAINED, wrong);
    }
    boolean placed = wrong.getLineNumber() != null && wrong.getLineNumber() > 0;
    String line = placed ? ":" + wrong.getLineNumber() : "";
    String message =
        switch (wrong) {
          case AttributeNotFoundException missing ->
              "there is no `%s` here; docs/templates.md lists what there is"
                  .formatted(missing.getAttributeName());
          case PebbleException any when any.getPebbleMessage() == null -> any.toString();
          case PebbleException any -> any.getPebbleMessage();
        };
    return new TemplateException("template " + file + line + ": " + message, wrong);
  }
}
