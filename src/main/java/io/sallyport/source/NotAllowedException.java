package io.sallyport.source;

/// What stands before an engine does not let a call through.
public final class NotAllowedException extends EngineException {
  private static final long serialVersionUID = 1L;

  public NotAllowedException(String message, Throwable cause) {
    super(message, cause);
  }
}
