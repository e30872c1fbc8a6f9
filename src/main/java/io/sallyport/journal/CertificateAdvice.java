package io.sallyport.journal;

/// What to do about a directory of certificates that cannot be taken.
final class CertificateAdvice {
  private CertificateAdvice() {}

  static String of(String reason) {
    if (reason.contains("permission denied")) {
      return "let Sallyport's user read it: `openssl` makes keys for their owner alone (chown, chmod,"
          + " or run Sallyport as that user)";
    } else if (reason.contains("no such file")) {
      return "mount the directory into Sallyport's container at that path, or correct the setting";
    } else if (reason.contains("is not whole")) {
      return "write the file anew";
    }
    return "correct it; it is read again when it changes";
  }
}
