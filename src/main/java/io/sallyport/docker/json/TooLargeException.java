package io.sallyport.docker.json;

import java.io.IOException;

/// An answer of which more matters than memory is set aside for.
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
