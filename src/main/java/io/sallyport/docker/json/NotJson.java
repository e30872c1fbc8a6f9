package io.sallyport.docker.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Objects;

/// Why a text is not JSON, in the parser's words without those that only its programmers need: its
/// classes and features, and that it does not quote the text.
public final class NotJson {
  private NotJson() {}

  /// As `Unexpected end-of-input: expected close marker for Object (start marker at line 1, column
  /// 17)`; the place where it is found out is not part of it.
  public static String because(JsonProcessingException wrong) {
    String said = Objects.requireNonNullElse(wrong.getOriginalMessage(), "");
    return said.startsWith("Trailing token")
        ? "something follows after its end"
        : said.replaceAll("\\[Source: .*?; line: (\\d+), column: (\\d+)\\]", "line $1, column $2")
            .replaceAll(",? from `StreamReadConstraints[^`]*`", "");
  }
}
