package io.sallyport.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Authorities, and what they have signed, made by the JDK's keytool: for TLS endpoints, an
/// engine's or another's, and for us.
public final class EngineCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final KeyStore store;

  /// @param folder where the PEM files go
  public EngineCertificates(Path folder) throws IOException, GeneralSecurityException {
    this.folder = folder;
    Path file = folder.resolve("all.p12");
    generate(file, "ca", "EC", "-ext", "bc:critical=ca:true");
    generate(file, "stranger", "EC", "-ext", "bc:critical=ca:true");
    generate(file, "engine", "EC", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
    generate(file, "elsewhere", "EC", "-signer", "ca", "-ext", "san=dns:elsewhere.example");
    generate(
        file,
        "expired",
        "EC",
        "-signer",
        "ca",
        "-ext",
        "san=ip:127.0.0.1",
        "-startdate",
        "-9d",
        "-validity",
        "3");
    generate(file, "client", "RSA", "-signer", "ca", "-ext", "eku=clientAuth");
    generate(file, "client-of-stranger", "EC", "-signer", "stranger", "-ext", "eku=clientAuth");
    store = KeyStore.getInstance(file.toFile(), PASSWORD);
    for (String alias : Collections.list(store.aliases())) {
      Files.writeString(cert(alias), pem("CERTIFICATE", store.getCertificate(alias).getEncoded()));
      Files.writeString(key(alias), pem("PRIVATE KEY", keyBytes(alias)));
    }
  }

  public Path cert(String alias) {
    return folder.resolve(alias + ".pem");
  }

  public Path key(String alias) {
    return folder.resolve(alias + "-key.pem");
  }

  byte[] keyBytes(String alias) throws GeneralSecurityException {
    return store.getKey(alias, PASSWORD).getEncoded();
  }

  /// A server that shows this certificate and knows clients of `ca`.
  SSLContext server(String alias) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "server", store.getKey(alias, PASSWORD), PASSWORD, store.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", store.getCertificate("ca"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /// As a PEM file has it.
  public static String pem(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type);
  }

  private static void generate(Path file, String alias, String algorithm, String... more)
      throws IOException {
    generateFor("CN=" + alias, file, alias, algorithm, more);
  }

  /// A key and its certificate in a key store of the password `changeit`.
  ///
  /// @param subject of the certificate
  public static void generateFor(
      String subject, Path file, String alias, String algorithm, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto", "-genkeypair"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(List.of("-alias", alias, "-dname", subject, "-keyalg", algorithm));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
