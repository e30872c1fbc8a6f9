package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// WebSockets from a real client, by HTTP and by TLS.
class WebSocketsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(WebSocketsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        application("chat-1", "websocket_endpoint", "/chat", "proxy_read_timeout", "1"),
        application("chat-2", "websocket_endpoint", "/chat"),
        application(
            "app",
            "context_root",
            "/app",
            "context_root_rewrite",
            "true",
            "websocket_endpoint.1",
            "/app/socket",
            "websocket_endpoint.2",
            "/app"));
  }

  private static Nginx application(String name, String... labels) {
    return INSTALLATION
        .backend(name, labels)
        .running(WebSocketEcho.class)
        .labels("hostname", "chat.traffic.example", "ssl", "true", "ssl_cert", "site-and-key.pem");
  }

  @ParameterizedTest
  @CsvSource({
    "/chat?room=%2F, /chat?room=%2F",
    "/chat/room, /chat/room",
    "/elsewhere, /elsewhere",
    "/app/socket?a=b, /socket?a=b",
    "/app, /",
    "/app/any%2Fpath, /any%2Fpath",
  })
  void reachTheApplication(String path, String seen) {
    for (String scheme : List.of("ws", "wss")) {
      try (Conversation conversation = begin(scheme + "://chat.traffic.example" + path)) {
        assertThat(conversation.heard()).isEqualTo("GET " + seen + " HTTP/1.1");
        conversation.say("hello by " + scheme);
        assertThat(conversation.heard()).isEqualTo("hello by " + scheme);
      }
    }
  }

  /// The read timeout of the host ends the one, a second after it fell silent; the other was silent
  /// for longer by then.
  @Test
  void liveLongAtTheirEndpoints() {
    try (Conversation endpoint = begin("wss://chat.traffic.example/chat");
        Conversation elsewhere = begin("wss://chat.traffic.example/elsewhere")) {
      Eventually.holds(() -> assertThat(elsewhere.ended()).isTrue());
      assertThat(endpoint.ended()).isFalse();
      assertThat(endpoint.heard()).isEqualTo("GET /chat HTTP/1.1");
      endpoint.say("still there?");
      assertThat(endpoint.heard()).isEqualTo("still there?");
    }
  }

  private static Conversation begin(String url) {
    return Eventually.is(
        () -> Conversation.begin(EDGE, url),
        conversation -> assertThat(conversation.refusal()).as(url).isEmpty());
  }
}
