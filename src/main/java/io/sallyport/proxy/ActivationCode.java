package io.sallyport.proxy;

import java.util.Arrays;
import java.util.Optional;

/// The exit codes of a proxy's activation command.
public enum ActivationCode {
  APPLIED(0),
  UNCHANGED(10),
  LACKS_CERTIFICATES(11),
  TESTED(12),

  /// The proxy does not run what the plan begins with; nothing was done.
  PLAN_OUTDATED(13),
  REFUSED(20),
  CANNOT_SWAP(30),
  CANNOT_KEEP_CERTIFICATES(31),
  NOT_RUNNING(40),
  ROLLED_BACK(50),
  BUSY(60);

  private final int exitCode;

  ActivationCode(int exitCode) {
    this.exitCode = exitCode;
  }

  /// As the command ends with it.
  public int exitCode() {
    return exitCode;
  }

  static Optional<ActivationCode> of(int exitCode) {
    return Arrays.stream(values()).filter(code -> code.exitCode == exitCode).findFirst();
  }
}
