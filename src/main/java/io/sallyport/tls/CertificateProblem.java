package io.sallyport.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What we found wrong with the other's certificate, in the operator's words.
public final class CertificateProblem {
  private CertificateProblem() {}

  /// Looks for it among the failure's causes.
  ///
  /// @param host whom we meant to speak to
  /// @param caOption what the operator names the other's CA with
  /// @return empty when the failure is about something else
  public static Optional<String> in(
      Throwable failure, String host, TlsFiles files, String caOption) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Optional<String> problem = Optional.ofNullable(words(at, host, files, caOption));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static @Nullable String words(
      Throwable failure, String host, TlsFiles files, String caOption) {
    String said = Objects.requireNonNullElse(failure.getMessage(), "");
    return switch (failure) {
      case CertificateExpiredException _ -> "its certificate has expired: " + said;
      case CertificateNotYetValidException _ -> "its certificate is not valid yet: " + said;
      case CertPathBuilderException _ ->
          files.ca().isEmpty()
              ? "its certificate is of no authority that this system knows: name its CA (%s)"
                  .formatted(caOption)
              : "its certificate is not signed by the authority in " + files.ca();
      default ->
          said.startsWith("No subject alternative") || said.startsWith("No name matching")
              ? "its certificate is not for %s: %s".formatted(host, said)
              : null;
    };
  }
}
