package io.sallyport.discovery;

import io.sallyport.discovery.StoreAddress.StoreServer;
import io.sallyport.tls.CertificateProblem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why a store's endpoint does not answer, in the operator's words.
final class Unanswered {
  private Unanswered() {}

  static String because(StoreAddress address, StoreServer endpoint, Throwable failure) {
    String host = endpoint.host().replaceAll("[\\[\\]]", "");
    Optional<String> certificate =
        CertificateProblem.in(failure, host, address.tls(), "--discovery-tls-ca-cert");
    if (certificate.isPresent()) {
      return certificate.get();
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      switch (at) {
        case UnknownHostException _, UnresolvedAddressException _ -> {
          return "there is no host of this name";
        }
        case HttpConnectTimeoutException _ -> {
          return "no connection";
        }
        case SSLException refused -> {
          return tls(address, said(refused));
        }
        default -> {}
      }
    }
    return plain(address, Objects.requireNonNullElse(failure.getCause(), failure));
  }

  private static String tls(StoreAddress address, String said) {
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return "it does not speak TLS";
    }
    if (said.contains("terminated the handshake")) {
      return "it ended the TLS handshake, as one that does not speak TLS" + hint(address);
    }
    return "TLS refused: " + said + hint(address);
  }

  /// TLS 1.3 refuses a client after its handshake, and the alert may be lost.
  private static String plain(StoreAddress address, Throwable failure) {
    boolean refused = failure instanceof ConnectException;
    String words = refused ? "no connection: connection refused" : said(failure);
    boolean cut = failure instanceof IOException && !refused && address.tls().any();
    return words + (cut ? hint(address) : "");
  }

  private static String hint(StoreAddress address) {
    String cert = address.tls().cert();
    return cert.isEmpty()
        ? "; does it ask for a client certificate (--discovery-tls-cert, --discovery-tls-key)?"
        : "; is %s valid, and of an authority that it knows?".formatted(cert);
  }

  private static String said(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
