package io.sallyport.docker;

import io.sallyport.source.EngineException;

/// Somebody answered, and said no: the engine, or what stands before it.
final class RefusedException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  RefusedException(String message, Refusal refusal) {
    super(message);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
