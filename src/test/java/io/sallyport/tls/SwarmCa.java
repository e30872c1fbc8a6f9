package io.sallyport.tls;

import io.sallyport.docker.EngineCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/// A Swarm's root CA, and folders of certificates as engines keep them: P-256, the cluster, role
/// and node in the subject, and header lines before the key.
public final class SwarmCa {
  /// An identifier of a cluster.
  public static final String CLUSTER = "p8rvmxo3kq2d9jh4w7t1yfzcn";

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final Path store;

  /// @param folder where all of it goes
  public SwarmCa(Path folder) throws IOException {
    this.folder = folder;
    this.store = folder.resolve("all.p12");
    EngineCertificates.generateFor(
        "CN=swarm-ca", store, "ca", "EC", "-groupname", "secp256r1", "-ext", "bc:critical=ca:true");
  }

  /// The folder of a node.
  ///
  /// @param unit `swarm-manager` or `swarm-worker`, as it is written
  /// @param more options of keytool
  public Path node(String node, String unit, String cluster, String... more)
      throws IOException, GeneralSecurityException {
    List<String> options = new ArrayList<>(List.of("-groupname", "secp256r1", "-signer", "ca"));
    options.addAll(List.of("-ext", "eku=serverAuth,clientAuth"));
    options.addAll(List.of("-ext", "san=dns:%s,dns:%s".formatted(node, unit)));
    options.addAll(List.of(more));
    EngineCertificates.generateFor(
        "CN=%s, OU=%s, O=%s".formatted(node, unit, cluster),
        store,
        node,
        "EC",
        options.toArray(String[]::new));
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    Path directory = Files.createDirectory(folder.resolve(node));
    write(directory, "swarm-root-ca.crt", certificate(keys, "ca"));
    write(directory, "swarm-node.crt", certificate(keys, node));
    write(
        directory, "swarm-node.key", key(keys.getKey(node, PASSWORD).getEncoded(), "PRIVATE KEY"));
    return directory;
  }

  /// A file as an engine replaces it, in one rename.
  public static void write(Path directory, String file, String text) throws IOException {
    Path fresh = Files.writeString(directory.resolve(file + ".new"), text);
    Files.move(
        fresh,
        directory.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// With the headers of a manager's.
  static String key(byte[] der, String label) {
    return EngineCertificates.pem(label, der)
        .replaceFirst("\n", "\nkek-version: 0\nraft-dek: EiAzQb3Ty0Xt+example/Zw==\n\n");
  }

  private static String certificate(KeyStore keys, String alias) throws GeneralSecurityException {
    return EngineCertificates.pem("CERTIFICATE", keys.getCertificate(alias).getEncoded());
  }
}
