package io.sallyport.docker;

import io.sallyport.source.EngineException;

/// Somebody answered, and said no: the engine, or what stands before it.
final class ErrorReplyException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final ErrorReply reply;

  ErrorReplyException(String message, ErrorReply reply) {
    super(message);
    this.reply = reply;
  }

  ErrorReply reply() {
    return reply;
  }
}
