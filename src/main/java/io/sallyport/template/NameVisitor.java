package io.sallyport.template;

import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
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
import io.sallyport.template.NameUse.Kind;
import org.jspecify.annotations.Nullable;

/// Goes through one template, and notes its names: in statements and in expressions, which Pebble's
/// own visitor leaves out.
final class NameVisitor extends AbstractNodeVisitor {
  private final NameUses names;
  private final String template;

  NameVisitor(PebbleTemplate template, NameUses names) {
    super((PebbleTemplateImpl) template);
    this.names = names;
    this.template = template.getName();
  }

  @Override
  public void visit(ForNode node) {
    names.defineVariable(node.getIterationVariable());
    super.visit(node);
  }

  @Override
  public void visit(SetNode node) {
    names.defineVariable(node.getName());
    super.visit(node);
  }

  @Override
  public void visit(MacroNode node) {
    names.defineMacro(node.getName());
    for (NamedArgumentNode parameter : node.getArgs().getNamedArgs()) {
      names.defineVariable(parameter.getName());
    }
    super.visit(node);
  }

  @Override
  public void visit(BlockNode node) {
    names.defineBlock(node.getName());
    super.visit(node);
  }

  @Override
  public void visit(ExtendsNode node) {
    named(Kind.FILE, node.getParentExpression(), node.getLineNumber());
    super.visit(node);
  }

  @Override
  public void visit(ImportNode node) {
    names.include();
    named(Kind.FILE, node.getImportExpression(), node.getLineNumber());
    super.visit(node);
  }

  @Override
  public void visit(IncludeNode node) {
    names.include();
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
      case FromNode _, EmbedNode _ -> names.include();
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
                  names.defineKey(literal.getValue());
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
    names.add(new NameUse(kind, name, of, template, line));
  }
}
