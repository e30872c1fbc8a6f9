package io.sallyport.source;

import io.sallyport.finding.Harmless;
import java.util.Objects;

/// The engine could not be reached, refused a call, or answered with something else than an answer.
///
/// The message is for the operator: which engine, which call, what it said.
public class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(Harmless.of(message));
  }

  public EngineException(String message, Throwable cause) {
    super(Harmless.of(message), cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }
}
