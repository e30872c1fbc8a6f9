package io.sallyport.cli;

/// Something that the operator gave us is wrong; the message says what.
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }
}
