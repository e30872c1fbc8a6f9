package io.sallyport.docker;

import io.sallyport.engine.EngineException;

/// The engine answered, and said no.
final class RefusedException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String said;

  RefusedException(String message, int status, String said) {
    super(message);
    this.status = status;
    this.said = said;
  }

  int status() {
    return status;
  }

  /// True when it is about the API version that we spoke: the engine is not the one we asked.
  boolean aboutVersion() {
    return status == 400 && said.startsWith("client version ");
  }
}
