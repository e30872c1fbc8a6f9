package io.sallyport.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.ExtensionRegistry;
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
import java.util.function.Supplier;

/// A template in Pebble, ours or the operator's, that writes values in one [Syntax]: every value
/// that it prints is one word, and there is no way round that in a template.
public final class Template {
  /// In a template's variables: the [TextCache] of this rendering.
  public static final String TEXTS = "sallyport:texts";

  /// Ten times what 10,000 hosts take: a template that writes more has lost its way.
  public static final int LARGEST = 64 * 1024 * 1024;

  private final TemplateFiles files;
  private final TemplateBlocks blocks;
  private final NameUses names;
  private final Optional<Supplier<NameCheck>> known;
  private final PebbleTemplate template;
  private final String name;

  /// What a kind of proxy adds to Pebble.
  ///
  /// @param builtIn the name of our own template, which begins with `sallyport:`
  /// @param constants variables that are the same in every rendering with one [TextCache]
  /// @param open attributes that have an attribute of any name that begins as said
  public record Language(
      String builtIn,
      Syntax syntax,
      List<TokenParser> tags,
      Set<String> constants,
      Map<String, String> open) {
    public Language {
      tags = List.copyOf(tags);
      constants = Set.copyOf(constants);
      open = Map.copyOf(open);
    }
  }

  private Template(
      TemplateFiles files,
      TemplateBlocks blocks,
      NameUses names,
      Optional<Supplier<NameCheck>> known,
      PebbleTemplate template,
      String name) {
    this.files = files;
    this.blocks = blocks;
    this.names = names;
    this.known = known;
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
    NameUses names = new NameUses(); // Of an operator's template: ours is right.
    PebbleEngine.Builder builder =
        new PebbleEngine.Builder()
            .loader(files)
            .strictVariables(true)
            .newLineTrimming(false)
            .extension(new ValueFilters(language), blocks, names)
            .methodAccessValidator((object, method) -> false)
            .registerExtensionCustomizer(
                new DisallowExtensionCustomizerBuilder()
                    .disallowedFilterKeys(List.of("raw"))
                    .disallowedFunctionKeys(List.of("range")) // It makes lists of any length.
                    .disallowedTokenParserTags(List.of("autoescape"))
                    .build());
    PebbleEngine pebble = own.isPresent() ? builder.extension(names).build() : builder.build();
    try {
      PebbleTemplate template = pebble.getTemplate(name);
      ExtensionRegistry registry = pebble.getExtensionRegistry();
      return new Template(
          files,
          blocks,
          names,
          own.map(_ -> () -> new NameCheck(names, registry, files, language.open())),
          template,
          name);
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (StackOverflowError endless) {
      throw endless(files, name, endless);
    }
  }

  /// Tries it on all that it may have to write.
  ///
  /// @param samples variables to try it with, since Pebble finds files that are included only when
  ///   it gets to them; whatever one of them has is known to exist
  /// @throws TemplateException when it does not render, uses a name that nothing has, or loses what
  ///   the operator wrote
  public void check(List<Map<String, Object>> samples) {
    try {
      Optional<TemplateException> failure = trial(samples);
      known.ifPresent(check -> check.get().check(samples));
      if (failure.isPresent()) {
        throw failure.get();
      }
      blocks.check();
    } catch (PebbleException wrong) {
      throw explained(files, name, wrong);
    } catch (StackOverflowError endless) {
      throw endless(files, name, endless);
    }
  }

  private Optional<TemplateException> trial(List<Map<String, Object>> samples) {
    try {
      samples.forEach(this::write);
      return Optional.empty();
    } catch (TemplateException wrong) {
      return Optional.of(wrong);
    }
  }

  /// The attributes that it asks of something by their names, as far as its own file shows.
  ///
  /// @param of such as `labels` in `host.labels["x.auth"]`
  public Set<String> asked(String of) {
    return names.attributes(of);
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
        "template "
            + files.describe(name)
            + ": includes itself, or has a macro that calls itself, without end",
        endless);
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
          case UnknownAttribute unknown -> unknown.getPebbleMessage();
          case AttributeNotFoundException missing when ofNothing(missing) ->
              "what `%s` is asked of is null here; test it with `is not null` before"
                  .formatted(missing.getAttributeName());
          case AttributeNotFoundException missing ->
              "there is no `%s` here; docs/templates.md lists what there is"
                  .formatted(missing.getAttributeName());
          case PebbleException any when any.getPebbleMessage() == null -> any.toString();
          case PebbleException any -> NameCheck.unknownTag(any.getPebbleMessage());
        };
    return new TemplateException("template " + file + line + ": " + message, wrong);
  }

  private static boolean ofNothing(AttributeNotFoundException missing) {
    return missing.getPebbleMessage().startsWith("Attempt to get attribute of null");
  }
}
