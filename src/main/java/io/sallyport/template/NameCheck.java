package io.sallyport.template;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionRegistry;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.sallyport.config.DidYouMean;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds names that nothing has, wherever they stand: a sample host does not reach each branch of a
/// template, and a host that does would fail with it.
///
/// What exists is what samples of a template's variables have. An attribute is unknown where
/// nothing at all has one of that name.
final class NameCheck {
  /// What a loop and the entries of a map have.
  private static final Set<String> BUILT_IN =
      Set.of("index", "length", "first", "last", "revindex", "key", "value");

  private static final Extension PEBBLE = new CoreExtension();
  private static final Pattern UNKNOWN_TAG = Pattern.compile("Unexpected tag name \"(\\w+)\"");
  private static final List<String> TAGS =
      List.of(
          "block",
          "endblock",
          "extends",
          "for",
          "endfor",
          "if",
          "elseif",
          "else",
          "endif",
          "include",
          "import",
          "from",
          "macro",
          "endmacro",
          "set",
          "once",
          "endonce",
          "directives",
          "enddirectives",
          "verbatim",
          "filter",
          "endfilter");
  private static final List<String> OURS = List.of("words", "digest");

  private final NameUses names;
  private final ExtensionRegistry registry;
  private final TemplateFiles files;
  private final Map<String, String> open;
  private final Set<String> variables = new TreeSet<>(Set.of("loop"));
  private final Set<String> attributes = new TreeSet<>(BUILT_IN);
  private final Map<String, Set<String>> members = new TreeMap<>();

  /// @param open attributes that have any attribute whose name begins so
  NameCheck(
      NameUses names, ExtensionRegistry registry, TemplateFiles files, Map<String, String> open) {
    this.names = names;
    this.files = files;
    this.registry = registry;
    this.open = open;
    variables.addAll(names.variables());
    variables.addAll(registry.getGlobalVariables().keySet());
    attributes.addAll(names.keys());
  }

  /// @param samples variables of a template, which together have all that there is
  /// @throws PebbleException naming the template and the line of the first name that nothing has
  void check(List<Map<String, Object>> samples) {
    for (Map<String, Object> sample : samples) {
      variables.addAll(sample.keySet());
      sample.forEach(this::learn);
    }
    names.all().stream()
        .sorted(Comparator.comparing(NameUse::template).thenComparingInt(NameUse::line))
        .forEach(this::check);
  }

  private void learn(String name, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map when !open.containsKey(name) ->
          map.forEach((key, member) -> {
            String text = String.valueOf(key);
            attributes.add(text);
            members.computeIfAbsent(name, any -> new TreeSet<>()).add(text);
            learn(text, member);
          });
      case Iterable<?> items -> items.forEach(item -> learn(name, item));
      case null, default -> {}
    }
  }

  private void check(NameUse use) {
    String name = use.name();
    switch (use.kind()) {
      case VARIABLE -> {
        if (!variables.contains(name) && (!names.isOpen() || nearVariable(name))) {
          refuse(use, "variable", variables);
        }
      }
      case OPTIONAL_VARIABLE -> {
        if (!variables.contains(name) && nearVariable(name)) {
          refuse(use, "variable", variables);
        }
      }
      case ATTRIBUTE -> attribute(use);
      case FILTER -> {
        if (registry.getFilter(name) == null) {
          refuse(use, "filter", known(PEBBLE.getFilters(), registry::getFilter));
        }
      }
      case TEST -> {
        if (registry.getTest(name) == null) {
          refuse(use, "test", known(PEBBLE.getTests(), registry::getTest));
        }
      }
      case FUNCTION -> {
        if (registry.getFunction(name) == null
            && !names.macros().contains(name)
            && !names.isOpen()) {
          refuse(use, "function or macro", functions());
        }
      }
      case BLOCK -> {
        if (!names.blocks().contains(name)) {
          refuse(use, "block", names.blocks());
        }
      }
      case FILE -> {
        if (!files.resourceExists(name)) {
          throw at(use, "there is no file " + files.describe(name) + " that can be read");
        }
      }
    }
  }

  private boolean nearVariable(String name) {
    return DidYouMean.slipOf(variables, name).isPresent();
  }

  private void attribute(NameUse use) {
    String prefix = open.get(use.of());
    if (prefix != null) {
      if (!use.name().startsWith(prefix)) {
        throw at(
            use,
            "`%1$s` has only names that begin with `%2$s`, written `%1$s[\"%2$sname\"]`"
                .formatted(use.of(), prefix));
      }
    } else if (!attributes.contains(use.name())) {
      Set<String> siblings =
          members.getOrDefault(use.of(), members.getOrDefault(use.of() + "s", attributes));
      boolean near = DidYouMean.among(siblings, use.name()).isPresent();
      refuse(use, "attribute", near ? siblings : attributes);
    }
  }

  /// A parser's message, with the tag that may be meant where it knows none of that name.
  static String unknownTag(String message) {
    Matcher tag = UNKNOWN_TAG.matcher(message);
    return tag.matches()
        ? "there is no tag `%s`; %s"
            .formatted(
                tag.group(1),
                DidYouMean.among(TAGS, tag.group(1))
                    .map(near -> "did you mean `" + near + "`?")
                    .orElse("docs/templates.md has examples"))
        : message;
  }

  private static void refuse(NameUse use, String what, Collection<String> known) {
    String near = DidYouMean.question(known, use.name());
    String there = "there is no %s `%s`; ".formatted(what, use.name());
    throw at(use, there + (near.isEmpty() ? "docs/templates.md lists what there is" : near));
  }

  private static PebbleException at(NameUse use, String message) {
    return new PebbleException(null, message, use.line(), use.template());
  }

  private List<String> functions() {
    return Stream.concat(names.macros().stream(), Stream.of("parent", "block")).toList();
  }

  /// Of Pebble's own, those that are not taken away; and ours.
  private static List<String> known(Map<String, ?> all, Function<String, @Nullable Object> find) {
    return Stream.concat(all.keySet().stream().sorted(), OURS.stream())
        .filter(name -> find.apply(name) != null)
        .toList();
  }
}
