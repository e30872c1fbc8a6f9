package io.sallyport.docker.json;

import com.fasterxml.jackson.core.JsonPointer;
import io.sallyport.source.EngineException;

/// Engine JSON that is not of the shape that the engine's API documents.
///
/// The message names the place and what was expected there: `[3].Ports[0].PrivatePort: expected a
/// whole number from 0 to 65535, found a string`.
public final class UnexpectedJsonException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String problem;

  UnexpectedJsonException(JsonPointer pointer, String problem) {
    super(pointer.matches() ? problem : path(pointer) + ": " + problem);
    this.pointer = pointer.toString();
    this.problem = problem;
  }

  JsonPointer pointer() {
    return JsonPointer.valueOf(pointer);
  }

  /// The message, with the way from that place on.
  String below(JsonPointer place) {
    JsonPointer rest = pointer();
    for (JsonPointer step = place; !step.matches(); step = step.tail()) {
      rest = rest.tail();
    }
    return rest.matches() ? problem : path(rest) + ": " + problem;
  }

  /// `/containers/3/Names` as people write it: `containers[3].Names`.
  static String path(JsonPointer pointer) {
    StringBuilder path = new StringBuilder();
    for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
      String name = at.getMatchingProperty();
      if (at.mayMatchElement()) {
        path.append('[').append(name).append(']');
      } else if (name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
        path.append(path.isEmpty() ? "" : ".").append(name);
      } else {
        path.append("[\"").append(name).append("\"]");
      }
    }
    return path.toString();
  }
}
