package io.sallyport.template;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.extension.NodeVisitorFactory;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.BlockNode;
import io.pebbletemplates.pebble.node.EmbedNode;
import io.pebbletemplates.pebble.node.ExtendsNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.FromNode;
import io.pebbletemplates.pebble.node.ImportNode;
import io.pebbletemplates.pebble.node.IncludeNode;
import io.pebbletemplates.pebble.node.MacroNode;
import io.pebbletemplates.pebble.node.NamedArgumentNode;
import io.pebbletemplates.pebble.node.Node;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.node.TestInvocationExpression;
import io.pebbletemplates.pebble.node.expression.ArrayExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.BlockFunctionExpression;
import io.pebbletemplates.pebble.node.expression.ContextVariableExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.FilterExpression;
import io.pebbletemplates.pebble.node.expression.FilterInvocationExpression;
import io.pebbletemplates.pebble.node.expression.FunctionOrMacroInvocationExpression;
import io.pebbletemplates.pebble.node.expression.GetAttributeExpression;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.node.expression.MapExpression;
import io.pebbletemplates.pebble.node.expression.PositiveTestExpression;
import io.pebbletemplates.pebble.node.expression.TernaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every name that templates use, and those that they define, in each template that the engine
/// compiles: also where no rendering gets to.
final class NameUses extends AbstractExtension {
  private final List<Use> uses = new ArrayList<>();
  private final Set<String> variables = new TreeSet<>();
  private final Set<String> keys = new TreeSet<>();
  private final Set<String> macros = new TreeSet<>();
  private final Set<String> blocks = new TreeSet<>();
  private boolean open;

  /// What is used.
  enum Kind {
    VARIABLE,
    /// One that need not be there: the template says what to write without it.
    OPTIONAL_VARIABLE,
    ATTRIBUTE,
    FILTER,
    TEST,
    FUNCTION,
    BLOCK,
    FILE
  }

  /// One place.
  ///
  /// @param of the name of what has the attribute; empty where it has none
  record Use(Kind kind, String name, String of, String template, int line) {}

  List<Use> all() {
    return List.copyOf(uses);
  }

  /// Attributes that are asked of something.
  Set<String> attributes(String of) {
    return uses.stream()
        .filter(use -> use.kind() == Kind.ATTRIBUTE && use.of().equals(of))
        .map(Use::name)
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
  boolean open() {
    return open;
  }

  @Override
  public List<NodeVisitorFactory> getNodeVisitors() {
    return List.of(Visitor::new);
  }

  private final class Visitor extends AbstractNodeVisitor {
    private final String template;

    Visitor(PebbleTemplate template) {
      super((PebbleTemplateImpl) template);
      this.template = template.getName();
    }

    @Override
    public void visit(ForNode node) {
      variables.add(node.getIterationVariable());
      super.visit(node);
    }

    @Override
    public void visit(SetNode node) {
      variables.add(node.getName());
      super.visit(node);
    }

    @Override
    public void visit(MacroNode node) {
      macros.add(node.getName());
      for (NamedArgumentNode parameter : node.getArgs().getNamedArgs()) {
        variables.add(parameter.getName());
      }
      super.visit(node);
    }

    @Override
    public void visit(BlockNode node) {
      blocks.add(node.getName());
      super.visit(node);
    }

    @Override
    public void visit(ExtendsNode node) {
      named(Kind.FILE, node.getParentExpression(), node.getLineNumber());
      super.visit(node);
    }

    @Override
    public void visit(ImportNode node) {
      open = true;
      named(Kind.FILE, node.getImportExpression(), node.getLineNumber());
      super.visit(node);
    }

    @Override
    public void visit(IncludeNode node) {
      open = true;
      named(Kind.FILE, node.getIncludeExpression(), node.getLineNumber());
      super.visit(node);
    }

    private void named(Kind kind, Expression<?> name, int line) {
      if (name instanceof LiteralStringExpression literal) {
        use(kind, literal.getValue(), "", line);
      }
    }

    /// Expressions, which Pebble's own visitor does not go through.
    @Override
    public void visit(Node node) {
      switch (node) {
        case FromNode _, EmbedNode _ -> open = true;
        case ContextVariableExpression variable -> variable(Kind.VARIABLE, variable);
        case GetAttributeExpression attribute -> attribute(attribute);
        case FilterExpression filter -> filter(filter);
        case PositiveTestExpression test -> test(test);
        case BinaryExpression<?> both -> {
          both.getLeftExpression().accept(this);
          both.getRightExpression().accept(this);
        }
        case UnaryExpression one -> one.getChildExpression().accept(this);
        case TernaryExpression choice -> {
          choice.getExpression1().accept(this);
          choice.getExpression2().accept(this);
          choice.getExpression3().accept(this);
        }
        case ArrayExpression list -> list.getValues().forEach(value -> value.accept(this));
        case MapExpression map ->
            map.getEntries()
                .forEach((key, value) -> {
                  if (key instanceof LiteralStringExpression literal) {
                    keys.add(literal.getValue());
                  }
                  key.accept(this);
                  value.accept(this);
                });
        case FunctionOrMacroInvocationExpression call -> {
          use(Kind.FUNCTION, call.getFunctionName(), "", call.getLineNumber());
          arguments(call.getArguments());
        }
        case BlockFunctionExpression block -> {
          named(Kind.BLOCK, block.getBlockNameExpression(), block.getLineNumber());
          block.getBlockNameExpression().accept(this);
        }
        default -> {}
      }
    }

    private void attribute(GetAttributeExpression attribute) {
      Expression<?> name = attribute.getAttributeNameExpression();
      attribute.getNode().accept(this);
      arguments(attribute.getArgumentsNode());
      if (!(name instanceof LiteralStringExpression literal)) {
        name.accept(this);
      } else if (attribute.getArgumentsNode() == null) {
        String of =
            switch (attribute.getNode()) {
              case ContextVariableExpression variable -> variable.getName();
              case GetAttributeExpression outer
                  when outer.getAttributeNameExpression()
                      instanceof LiteralStringExpression outerName ->
                  outerName.getValue();
              default -> "";
            };
        use(Kind.ATTRIBUTE, literal.getValue(), of, attribute.getLineNumber());
      }
    }

    private void filter(FilterExpression filter) {
      Expression<?> left = filter.getLeftExpression();
      if (!(filter.getRightExpression() instanceof FilterInvocationExpression invocation)) {
        left.accept(this);
        return;
      }
      use(Kind.FILTER, invocation.getFilterName(), "", filter.getLineNumber());
      if (invocation.getFilterName().equals("default")
          && left instanceof ContextVariableExpression variable) {
        variable(Kind.OPTIONAL_VARIABLE, variable);
      } else {
        left.accept(this);
      }
      arguments(invocation.getArgs());
    }

    /// Who asks whether something is defined knows that it may not be there.
    private void test(PositiveTestExpression test) {
      Expression<?> left = test.getLeftExpression();
      if (!(test.getRightExpression() instanceof TestInvocationExpression invocation)) {
        left.accept(this);
        return;
      }
      use(Kind.TEST, invocation.getTestName(), "", test.getLineNumber());
      switch (left) {
        case ContextVariableExpression _ when invocation.getTestName().equals("defined") -> {}
        case GetAttributeExpression attribute when invocation.getTestName().equals("defined") ->
            attribute.getNode().accept(this);
        default -> left.accept(this);
      }
      arguments(invocation.getArgs());
    }

    private void arguments(@Nullable ArgumentsNode arguments) {
      if (arguments != null) {
        arguments.accept(this);
      }
    }

    private void variable(Kind kind, ContextVariableExpression variable) {
      use(kind, variable.getName(), "", variable.getLineNumber());
    }

    private void use(Kind kind, String name, String of, int line) {
      uses.add(new Use(kind, name, of, template, line));
    }
  }
}
