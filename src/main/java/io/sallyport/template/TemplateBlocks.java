package io.sallyport.template;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.node.BlockNode;
import io.pebbletemplates.pebble.node.ExtendsNode;
import io.pebbletemplates.pebble.node.IncludeNode;
import io.pebbletemplates.pebble.node.MacroNode;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.TextNode;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.sallyport.config.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What Pebble drops without a word, and nobody writes to have dropped: under `extends`, a block
/// that the extended template does not have, and text outside of all blocks; anywhere, the first of
/// two blocks of one name.
///
/// Sees each template that the engine compiles, so that included and extended files are looked at
/// too. A block of one's own inside of another block is printed where it stands.
final class TemplateBlocks extends AbstractExtension {
  private final Map<String, Outline> outlines = new TreeMap<>();

  /// What one template is made of.
  private record Outline(
      List<String> parents, Map<String, Integer> lines, Map<String, Integer> top, List<Lost> lost) {
    Outline() {
      this(new ArrayList<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    }
  }

  private record Lost(int line, String text) {}

  @Override
  public List<NodeVisitorFactory> getNodeVisitors() {
    return List.of(template -> {
      Outline outline = new Outline();
      outlines.put(template.getName(), outline);
      return new Visitor(template, outline);
    });
  }

  /// Looks at all templates that were compiled.
  ///
  /// @throws PebbleException naming the template and the line, where something would be lost
  void check() {
    outlines.forEach((name, outline) -> {
      if (!outline.parents().isEmpty()) {
        Optional<Set<String>> known = inherited(outline, new LinkedHashSet<>());
        known.ifPresent(blocks -> unknown(name, outline, blocks));
        outline.lost().stream().findFirst().ifPresent(lost -> refuse(name, lost));
      }
    });
  }

  private static void unknown(String name, Outline outline, Set<String> blocks) {
    outline
        .top()
        .forEach((block, line) -> {
          if (!blocks.contains(block)) {
            String near = DidYouMean.question(blocks, block);
            throw new PebbleException(
                null,
                "there is no block `%s` in %s to override; %s"
                    .formatted(
                        block,
                        String.join(", ", outline.parents()),
                        near.isEmpty() ? "there are " + String.join(", ", blocks) : near),
                line,
                name);
          }
        });
  }

  private static void refuse(String name, Lost lost) {
    throw new PebbleException(
        null,
        "`%s` is outside of all blocks, and a template that extends another one loses that; move it into a block"
            .formatted(lost.text()),
        lost.line(),
        name);
  }

  /// The blocks of all templates that one extends; nothing where that is decided only when it is
  /// rendered.
  private Optional<Set<String>> inherited(Outline outline, Set<String> blocks) {
    for (String parent : outline.parents()) {
      Outline extended = outlines.get(parent);
      if (extended == null) {
        return Optional.empty();
      }
      blocks.addAll(extended.lines().keySet());
      if (inherited(extended, blocks).isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(blocks);
  }

  private static final class Visitor extends AbstractNodeVisitor {
    private final String name;
    private final Outline outline;
    private int depth;

    Visitor(PebbleTemplate template, Outline outline) {
      super((PebbleTemplateImpl) template);
      this.name = template.getName();
      this.outline = outline;
    }

    @Override
    public void visit(ExtendsNode node) {
      outline
          .parents()
          .add(
              node.getParentExpression() instanceof LiteralStringExpression literal
                  ? literal.getValue()
                  : "");
      super.visit(node);
    }

    @Override
    public void visit(BlockNode node) {
      Integer before = outline.lines().putIfAbsent(node.getName(), node.getLineNumber());
      if (before != null) {
        throw new PebbleException(
            null,
            "block `%s` is there twice, first in line %d, and one of them would be lost; make them one"
                .formatted(node.getName(), before),
            node.getLineNumber(),
            name);
      }
      if (depth == 0) {
        outline.top().put(node.getName(), node.getLineNumber());
      }
      depth++;
      super.visit(node);
      depth--;
    }

    /// What is in a macro is printed where it is called.
    @Override
    public void visit(MacroNode node) {
      depth++;
      super.visit(node);
      depth--;
    }

    @Override
    public void visit(PrintNode node) {
      lose(node.getLineNumber(), "{{ }}");
      super.visit(node);
    }

    @Override
    public void visit(IncludeNode node) {
      lose(node.getLineNumber(), "{% include %}");
      super.visit(node);
    }

    private void lose(int line, String text) {
      if (depth == 0) {
        outline.lost().add(new Lost(line, text));
      }
    }

    @Override
    public void visit(TextNode node) {
      if (depth == 0) {
        String[] texts = new String(node.getData()).split("\n", -1);
        int first = node.getLineNumber() - (texts.length - 1); // Pebble counts to the end of it.
        for (int i = 0; i < texts.length; i++) {
          String text = texts[i].strip();
          if (!text.isEmpty() && !text.startsWith("#")) {
            outline.lost().add(new Lost(first + i, text));
          }
        }
      }
      super.visit(node);
    }
  }
}
