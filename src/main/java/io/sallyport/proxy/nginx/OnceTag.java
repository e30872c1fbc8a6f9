package io.sallyport.proxy.nginx;

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
import io.sallyport.template.BoundedWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `{% once host %} … {% endonce %}`: what is between is written once for as long as the host is
/// the same, and copied after that.
///
/// Where it reads, or sets, anything from outside that is not the same at every rendering, such as
/// `hosts` or `loop`, it is written anew each time: an overridden block may hold what it likes.
final class OnceTag implements TokenParser {
  private static final String END = "endonce";

  /// The same at every rendering, but for the host, whose text it is.
  private static final Set<String> CONSTANT =
      Set.of("model", "template", "proxy", "can", "listen", DirectivesTag.HEADERS);

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
    return new Once(token.getLineNumber(), variable, body);
  }

  private static final class Once extends AbstractRenderableNode {
    private final String variable;
    private final BodyNode body;

    Once(int line, String variable, BodyNode body) {
      super(line);
      this.variable = variable;
      this.body = body;
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      if (!(context.getScopeChain().get(variable) instanceof HostView host)) {
        throw new PebbleException(
            null, "`once` takes a host of `hosts`", getLineNumber(), self.getName());
      }
      if (host.text().isEmpty()) {
        write(self, writer, context, host);
      } else {
        writer.write(host.text().get());
      }
    }

    private void write(
        PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context, HostView host)
        throws IOException {
      ScopeChain scopes = context.getScopeChain();
      Watch watch = new Watch(variable);
      scopes.pushScope(watch);
      BoundedWriter text = new BoundedWriter(Renderer.LARGEST_CONFIGURATION);
      body.render(self, text, context);
      scopes.popScope();
      if (!watch.sawMore) {
        host.keep(text.toString());
      }
      writer.write(text.toString());
    }

    @Override
    public void accept(NodeVisitor visitor) {
      body.accept(visitor); // Which finds its blocks.
    }
  }

  /// An empty scope that every question for an outer variable passes through.
  private static final class Watch extends HashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    private final String own;
    private boolean sawMore;

    Watch(String own) {
      this.own = own;
    }

    private void note(@Nullable Object name) {
      sawMore |= !own.equals(name) && !CONSTANT.contains(name);
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
