package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a\":[1,2.5,null,true,\"\\\"\\n\u00e9\"],\"b\":{}}",
        "9223372036854775808"
      })
  void writesAsTheMapperDoes(String text) throws IOException {
    JsonNode tree = MAPPER.readTree(text);

    assertThat(JsonText.of(tree)).isEqualTo(MAPPER.writeValueAsString(tree));
  }
}
