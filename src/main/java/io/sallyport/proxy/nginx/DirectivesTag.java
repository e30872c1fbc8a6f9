package io.sallyport.proxy.nginx;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.TokenStream;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import io.sallyport.template.BoundedWriter;
import io.sallyport.template.Template;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

/// `{% directives LEVEL %} … {% enddirectives %}`: what is between is one level of the
/// configuration, on which a directive of an operator's block takes the place of ours
/// ([Directives]).
///
/// Nginx forgets the headers of `http` for applications where another level sets one. Here that
/// level keeps the others.
final class DirectivesTag implements TokenParser {
  /// In a template's context: the headers of `http`.
  static final String HEADERS = "sallyport:headers";

  private static final String END = "enddirectives";
  private static final String HTTP = "http";

  @Override
  public String getTag() {
    return "directives";
  }

  @Override
  public RenderableNode parse(Token token, Parser parser) {
    TokenStream stream = parser.getStream();
    stream.next();
    String level = stream.expect(Token.Type.NAME).getValue();
    stream.expect(Token.Type.EXECUTE_END);
    BodyNode body = parser.subparse(each -> each.test(Token.Type.NAME, END));
    stream.next();
    stream.expect(Token.Type.EXECUTE_END);
    return new Level(token.getLineNumber(), level, body);
  }

  private static final class Level extends AbstractRenderableNode {
    private final String level;
    private final BodyNode body;

    Level(int line, String level, BodyNode body) {
      super(line);
      this.level = level;
      this.body = body;
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      if (NginxRenderer.BUILT_IN.equals(context.getScopeChain().get("template"))) {
        body.render(self, writer, context);
        return;
      }
      BoundedWriter text = new BoundedWriter(Template.LARGEST);
      body.render(self, text, context);
      Directives directives = new Directives(text.toString());
      if (context.getScopeChain().get(HEADERS) instanceof Headers common) {
        if (level.equals(HTTP)) {
          common.lines.putAll(directives.headers());
        } else {
          writer.write(common.beside(directives.headers()));
        }
      }
      writer.write(directives.lastOfEach());
    }

    @Override
    public void accept(NodeVisitor visitor) {
      body.accept(visitor); // Which finds its blocks.
    }
  }

  /// The headers of `http` in one rendering.
  static final class Headers {
    private final Map<String, String> lines = new LinkedHashMap<>();

    /// Those that a level which sets some would lose.
    private String beside(Map<String, String> own) {
      StringBuilder lost = new StringBuilder();
      if (!own.isEmpty()) {
        lines.forEach((key, line) -> {
          if (!own.containsKey(key)) {
            lost.append("\n      ").append(line);
          }
        });
      }
      return lost.toString();
    }
  }
}
