package io.sallyport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// The certificate of a node of a Swarm, its key, and the Swarm's root CA. The engine replaces them
/// when it renews the certificate, and when the node is promoted or demoted: they are read again
/// when a file has changed. While the new ones cannot be used, the last good ones stay.
public final class SwarmCertificates {
  private final TlsFiles files;
  private Known known;
  private Optional<String> problem = Optional.empty();

  /// Who we are, and TLS that shows it and trusts nobody but the Swarm's root CA.
  public record NodeTls(NodeIdentity identity, SSLContext context) {}

  private record Known(List<String> stamps, NodeTls tls) {}

  /// Reads the files.
  ///
  /// @throws IOException when one is missing or cannot be used; it names the file
  public SwarmCertificates(TlsFiles files) throws IOException {
    this.files = files;
    this.known = read();
  }

  /// The files that an engine keeps in its folder `swarm/certificates`.
  public static TlsFiles in(Path directory) {
    return new TlsFiles(
        directory.resolve("swarm-root-ca.crt").toString(),
        directory.resolve("swarm-node.crt").toString(),
        directory.resolve("swarm-node.key").toString());
  }

  /// The newest that can be used.
  public synchronized NodeTls current() {
    if (!stamps().equals(known.stamps())) {
      try {
        known = read();
        problem = Optional.empty();
      } catch (IOException unusable) {
        problem = Optional.ofNullable(unusable.getMessage());
      }
    }
    return known.tls();
  }

  /// Why the newest files were not usable when [#current] last looked; empty when they were.
  public synchronized Optional<String> problem() {
    return problem;
  }

  /// The stamps are older than what is read: a change in between is seen at the next look.
  private Known read() throws IOException {
    List<String> before = stamps();
    try {
      NodeIdentity identity = NodeIdentity.of(Pem.certificates(files.cert()).getFirst());
      return new Known(before, new NodeTls(identity, files.context(false)));
    } catch (CertificateException foreign) {
      throw new IOException(
          "%s is no certificate of a Swarm's node: %s"
              .formatted(files.cert(), foreign.getMessage()),
          foreign);
    }
  }

  private List<String> stamps() {
    return Stream.of(files.ca(), files.cert(), files.key()).map(SwarmCertificates::stamp).toList();
  }

  private static String stamp(String file) {
    try {
      BasicFileAttributes now = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
      return "%s %s %d".formatted(now.fileKey(), now.lastModifiedTime(), now.size());
    } catch (IOException missing) {
      return "";
    }
  }
}
