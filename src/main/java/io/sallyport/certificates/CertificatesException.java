package io.sallyport.certificates;

import java.util.Objects;

/// A directory of certificates cannot be taken as it is now. The message says why, in the
/// operator's words, and shows nothing of a file's content.
public final class CertificatesException extends Exception {
  private static final long serialVersionUID = 1;

  public CertificatesException(String message) {
    super(message);
  }

  public CertificatesException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
