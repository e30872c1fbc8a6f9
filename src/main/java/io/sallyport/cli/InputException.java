package io.sallyport.cli;

import java.util.Objects;

/// Something that the operator gave us is wrong; the message says what.
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }
}
