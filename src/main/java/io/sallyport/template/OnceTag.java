package io.sallyport.template;

import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.TokenStream;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.template.ScopeChain;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `{% once host %} … {% endonce %}`: what is between is written once for equal hosts, and copied
/// from the [TextCache] after that. Pebble's own `cache` tag takes a text as its key, and keeps
/// what depends on other variables too.
///
/// Where it reads, or sets, anything from outside that is not the same at every rendering, such as
/// `hosts` or `loop`, it is written anew each time: an overridden block may hold what it likes.
final class OnceTag implements TokenParser {
  private static final String END = "endonce";

  private final Set<String> constants;

  /// @param constants variables that are the same in every rendering with one cache
  OnceTag(Set<String> constants) {
    this.constants = constants;
  }

  @Override
  public String getTag() {
    return "once";
  }

  @Override
  public RenderableNode parse(Token token, Parser parser) {
    TokenStream stream = parser.getStream();
    stream.next();
    String variable = stream.expect(Token.Type.NAME).getValue();
    stream.expect(Token.Type.EXECUTE_END);
    BodyNode body = parser.subparse(each -> each.test(Token.Type.NAME, END));
    stream.next();
    stream.expect(Token.Type.EXECUTE_END);
    return new Once(token.getLineNumber(), variable, body, constants);
  }

  private static final class Once extends AbstractRenderableNode {
    private final String variable;
    private final BodyNode body;
    private final Set<String> constants;

    Once(int line, String variable, BodyNode body, Set<String> constants) {
      super(line);
      this.variable = variable;
      this.body = body;
      this.constants = constants;
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      ScopeChain scopes = context.getScopeChain();
      if (!(scopes.get(variable) instanceof CachedView view)
          || !(scopes.get(Template.TEXTS) instanceof TextCache texts)) {
        throw new PebbleException(
            null, "`once` takes a host of `hosts`", getLineNumber(), self.getName());
      }
      Key key = new Key(this, view.name(), view.source());
      Optional<String> known = texts.find(key);
      writer.write(known.isPresent() ? known.get() : written(self, context, key, texts));
    }

    private String written(
        PebbleTemplateImpl self, EvaluationContextImpl context, Key key, TextCache texts)
        throws IOException {
      ScopeChain scopes = context.getScopeChain();
      Watch watch = new Watch(variable, constants);
      scopes.pushScope(watch);
      BoundedWriter text = new BoundedWriter(Template.LARGEST);
      body.render(self, text, context);
      scopes.popScope();
      if (!watch.sawMore) {
        texts.keep(key, text.toString());
      }
      return text.toString();
    }

    @Override
    public void accept(NodeVisitor visitor) {
      body.accept(visitor); // Which finds its blocks.
    }
  }

  /// A template may have several such tags.
  private record Key(Once tag, String name, Object value) {
    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /// An empty scope that every question for an outer variable passes through.
  private static final class Watch extends HashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    private final String own;

    @SuppressWarnings("serial") // Nobody serializes it.
    private final Set<String> constants;

    private boolean sawMore;

    Watch(String own, Set<String> constants) {
      this.own = own;
      this.constants = constants;
    }

    private void note(@Nullable Object name) {
      sawMore |= !own.equals(name) && (name == null || !constants.contains(name));
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      note(name);
      return super.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      note(name);
      return super.containsKey(name);
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
      sawMore = true;
      return super.entrySet();
    }

    @Override
    public Set<String> keySet() {
      sawMore = true;
      return super.keySet();
    }
  }
}
