package io.sallyport.docker.json;

import java.util.Objects;

/// A snapshot that cannot be used. The message is for the operator and begins with the place:
/// `snap.json:12:9: containers[3].Ports[0].PrivatePort: expected …, found …`.
public final class SnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SnapshotException(String message) {
    super(message);
  }

  public SnapshotException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }
}
