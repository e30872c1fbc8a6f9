package io.sallyport.template;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every name that templates use, and those that they define, in each template that the engine
/// compiles: also where no rendering gets to.
final class NameUses extends AbstractExtension {
  private final List<NameUse> uses = new ArrayList<>();
  private final Set<String> variables = new TreeSet<>();
  private final Set<String> keys = new TreeSet<>();
  private final Set<String> macros = new TreeSet<>();
  private final Set<String> blocks = new TreeSet<>();
  private boolean including;

  List<NameUse> all() {
    return List.copyOf(uses);
  }

  /// Attributes that are asked of something.
  Set<String> attributes(String of) {
    return uses.stream()
        .filter(use -> use.kind() == NameUse.Kind.ATTRIBUTE && use.of().equals(of))
        .map(NameUse::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Variables of loops, of `set`, and parameters of macros.
  Set<String> variables() {
    return variables;
  }

  /// Keys of maps that a template writes itself.
  Set<String> keys() {
    return keys;
  }

  Set<String> macros() {
    return macros;
  }

  Set<String> blocks() {
    return blocks;
  }

  /// Whether a template includes or imports another one, which may give it variables and macros
  /// that are not known here.
  boolean isOpen() {
    return including;
  }

  @Override
  public List<NodeVisitorFactory> getNodeVisitors() {
    return List.of(template -> new NameVisitor(template, this));
  }

  void add(NameUse use) {
    uses.add(use);
  }

  void defineVariable(String name) {
    variables.add(name);
  }

  void defineKey(String name) {
    keys.add(name);
  }

  void defineMacro(String name) {
    macros.add(name);
  }

  void defineBlock(String name) {
    blocks.add(name);
  }

  void include() {
    including = true;
  }
}
