package io.sallyport.tls;

import io.sallyport.docker.EngineCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A Swarm's root CA, and folders of certificates as engines keep them: P-256, the cluster, role
/// and node in the subject, and header lines before the key.
public final class SwarmCa {
  /// An identifier of a cluster.
  public static final String CLUSTER = "p8rvmxo3kq2d9jh4w7t1yfzcn";

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int SECRET = 32;

  /// The curve P-256, as SEC1 has it.
  private static final byte[] CURVE = HexFormat.of().parseHex("a00a06082a8648ce3d030107");

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
        directory,
        "swarm-node.key",
        key(sec1(keys.getKey(node, PASSWORD).getEncoded()), "EC PRIVATE KEY"));
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

  private static byte[] sec1(byte[] pkcs8) {
    byte[] sequence =
        HexFormat.of().parseHex("30%02x0201010420".formatted(5 + SECRET + CURVE.length));
    int at = secret(pkcs8);
    ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
    sec1.writeBytes(sequence);
    sec1.writeBytes(Arrays.copyOfRange(pkcs8, at, at + SECRET));
    sec1.writeBytes(CURVE);
    return sec1.toByteArray();
  }

  /// After version 1 and the head of an octet string.
  private static int secret(byte[] pkcs8) {
    byte[] before = HexFormat.of().parseHex("0201010420");
    for (int at = 0; at + before.length <= pkcs8.length; at++) {
      if (Arrays.equals(pkcs8, at, at + before.length, before, 0, before.length)) {
        return at + before.length;
      }
    }
    throw new IllegalArgumentException("no key of the curve P-256");
  }
}
