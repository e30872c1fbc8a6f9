package io.sallyport.docker.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Text into a checked [Snapshot], with file, line, column and JSON path for whatever is wrong.
final class SnapshotReader {
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final String sourceName;
  private final String text;

  SnapshotReader(String sourceName, String text) {
    this.sourceName = sourceName;
    this.text = JsonSieve.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  Snapshot read() {
    try {
      JsonNode json = parsed();
      if (json.isMissingNode()) {
        throw new SnapshotException(sourceName + ": is empty; expected a snapshot");
      }
      Snapshot.observation(json); // The whole of it is read here, for the sake of its errors.
      return new Snapshot(json);
    } catch (UnexpectedJsonException e) {
      throw new SnapshotException(sourceName + position(e.pointer()) + ": " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new SnapshotException(
          sourceName + position(e.getLocation()) + ": not JSON: " + NotJson.because(e), e);
    } catch (IOException tooLarge) {
      throw new SnapshotException(sourceName + ": " + tooLarge.getMessage(), tooLarge);
    }
  }

  private JsonNode parsed() throws IOException {
    try (JsonParser parser = STRICT.createParser(text)) {
      JsonNode json = JsonTree.read(parser, KeptFields.SNAPSHOT);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "Trailing token", parser.currentTokenLocation());
      }
      return json;
    }
  }

  /// What is nested too deeply has none.
  private static String position(@Nullable JsonLocation at) {
    return at == null || at.getLineNr() < 0
        ? ""
        : ":%d:%d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /// Parses once more to find where that value stands; where it is missing, what should hold it.
  private String position(JsonPointer wanted) {
    String found = "";
    try (JsonParser parser = STRICT.createParser(text)) {
      int depth = -1;
      while (parser.nextToken() != null) {
        JsonStreamContext context = parser.getParsingContext();
        JsonPointer here =
            (parser.currentToken().isStructStart() ? context.getParent() : context).pathAsPointer();
        int length = here.toString().length();
        boolean value = parser.currentToken() != JsonToken.FIELD_NAME;
        if (value && length > depth && leadsTo(here, wanted)) {
          depth = length;
          found = position(parser.currentTokenLocation());
        }
      }
    } catch (IOException e) {
      return found; // It parsed a moment ago; a position is not worth another error.
    }
    return found;
  }

  private static boolean leadsTo(JsonPointer place, JsonPointer wanted) {
    return (wanted + "/").startsWith(place + "/");
  }
}
