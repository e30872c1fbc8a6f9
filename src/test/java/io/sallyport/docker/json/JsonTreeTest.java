package io.sallyport.docker.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static JsonNode read(String text) throws IOException {
    return JsonTree.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "null",
        "true",
        "-1",
        "2147483648",
        "9223372036854775808",
        "1.5e3",
        "\"a\\u00e9\\n\\\"b\"",
        "[]",
        "{}",
        "[[1,[2]],{\"a\":{\"b\":[null,false]}}]",
        "{\"a\":1,\"b\":\"\",\"a\":2}",
        "{\"a\":1} trailing"
      })
  void readsAsTheMapperDoes(String text) throws IOException {
    JsonNode read = read(text);

    assertThat(read).isEqualTo(MAPPER.readTree(text));
    assertThat(read.isMissingNode()).isEqualTo(text.isBlank());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[1", "{\"a\":}", "{\"a\" 1}", "]", "nul", "\"a", "[1,,2]", "Not Found"})
  void refusesWhatTheMapperRefuses(String text) {
    assertThatThrownBy(() -> MAPPER.readTree(text)).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void readsOneValueAfterAnother() throws IOException {
    List<JsonNode> read = new ArrayList<>();
    JsonTree.each(new ByteArrayInputStream("1\n2 {\"a\":3}[]".getBytes(UTF_8)), read::add);

    assertThat(read)
        .containsExactly(
            IntNode.valueOf(1),
            IntNode.valueOf(2),
            MAPPER.createObjectNode().put("a", 3),
            MAPPER.createArrayNode());
  }

  /// An event must not wait for the next one.
  @Test
  void handsAValueOverAtItsEnd() throws Exception {
    BlockingQueue<JsonNode> read = new LinkedBlockingQueue<>();
    try (PipedInputStream stream = new PipedInputStream();
        PipedOutputStream engine = new PipedOutputStream(stream)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              JsonTree.each(stream, read::add);
            } catch (IOException closed) {
              // As it is at the end of the test.
            }
          });
      engine.write("{\"a\":1}".getBytes(UTF_8));
      engine.flush();

      assertThat(read.poll(5, TimeUnit.SECONDS)).isEqualTo(MAPPER.createObjectNode().put("a", 1));
    }
  }
}
