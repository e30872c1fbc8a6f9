package io.sallyport.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.api.http.HttpAnswer;
import io.sallyport.history.HistoryEntry;
import java.io.IOException;

/// [Documents] to JSON and back.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .build();

  private Json() {}

  /// Without line ends.
  static String line(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("records of plain values always have a text", impossible);
    }
  }

  /// A document as it is sent.
  static HttpAnswer answer(int code, Object document) {
    return HttpAnswer.of(code, "application/json", line(document));
  }

  /// As the API sends such a document, but indented.
  public static String text(Object document) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("records of plain values always have a text", impossible);
    }
  }

  /// An entry of the stream.
  ///
  /// @throws IOException when it is something else
  public static HistoryEntry entry(String sent) throws IOException {
    return MAPPER.readValue(sent, HistoryEntry.class);
  }

  /// What the API has sent, as one of [Documents].
  ///
  /// @throws IOException when that is something else
  public static <T> T read(byte[] sent, Class<T> document) throws IOException {
    return MAPPER.readValue(sent, document);
  }
}
