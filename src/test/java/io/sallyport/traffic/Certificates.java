package io.sallyport.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Real certificates, made once for all tests: an authority, another that nobody trusts, and what
/// they have signed.
public final class Certificates {
  public static final String PASS_PHRASE = "open sesame";

  private static final String STORE_PASSWORD = "changeit";
  private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
  private static final Certificates MADE = make();

  private final KeyStore store;

  private Certificates(KeyStore store) {
    this.store = store;
  }

  /// The authority's certificate, PEM.
  public static String authority() {
    return certificate("authority");
  }

  /// The certificate of an authority that calls itself as the other does and has signed nothing
  /// here, PEM.
  static String strangeAuthority() {
    return certificate("stranger");
  }

  /// PEM certificate of `site`, `shop`, `rsa`, `backend`, `swarm-manager`, `client`, `expired` or
  /// `other-client`; their common names are these. `site` is for `*.traffic.example`, `shop` for
  /// `shop.traffic.example`, `backend` for `backend.internal`, `swarm-manager` for that. `rsa` is
  /// for `rsa.traffic.example`, with an RSA key, as DHE wants it.
  public static String certificate(String name) {
    try {
      return pem("CERTIFICATE", MADE.store.getCertificate(name).getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Its key, PEM.
  public static String key(String name) {
    return pem("PRIVATE KEY", keyBytes(name));
  }

  /// Its key, encrypted with [#PASS_PHRASE], PEM.
  public static String encryptedKey(String name) {
    try {
      SecretKey secret =
          SecretKeyFactory.getInstance(ENCRYPTION)
              .generateSecret(new PBEKeySpec(PASS_PHRASE.toCharArray()));
      Cipher cipher = Cipher.getInstance(ENCRYPTION);
      cipher.init(Cipher.ENCRYPT_MODE, secret);
      byte[] encrypted = cipher.doFinal(keyBytes(name));
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
      parameters.init(cipher.getParameters().getEncoded());
      return pem(
          "ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(parameters, encrypted).getEncoded());
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// What a client trusts: the authority.
  static SSLContext client() {
    return client(new KeyManager[0]);
  }

  /// The same, with a certificate to show.
  static SSLContext client(String name) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          name,
          MADE.store.getKey(name, STORE_PASSWORD.toCharArray()),
          STORE_PASSWORD.toCharArray(),
          MADE.store.getCertificateChain(name));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, STORE_PASSWORD.toCharArray());
      return client(keys.getKeyManagers());
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static SSLContext client(KeyManager[] keys) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", MADE.store.getCertificate("authority"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] keyBytes(String name) {
    try {
      return MADE.store.getKey(name, STORE_PASSWORD.toCharArray()).getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(String type, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), type);
  }

  private static Certificates make() {
    try {
      Path folder = Files.createTempDirectory("certificates");
      Path file = folder.resolve("all.p12");
      generate(file, "authority", "-ext", "bc:critical=ca:true");
      generate(file, "stranger", "-ext", "bc:critical=ca:true");
      sign(file, "site", "san=dns:*.traffic.example");
      sign(file, "shop", "san=dns:shop.traffic.example");
      sign(file, "rsa", "san=dns:rsa.traffic.example");
      sign(file, "backend", "san=dns:backend.internal");
      sign(file, "swarm-manager", "san=dns:swarm-manager");
      generate(
          file,
          "expired",
          "-signer",
          "authority",
          "-startdate",
          "-2d",
          "-validity",
          "1",
          "-ext",
          "san=dns:*.traffic.example");
      sign(file, "client", "eku=clientAuth");
      sign(file, "other-client", "eku=clientAuth");
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, STORE_PASSWORD.toCharArray());
      }
      Files.delete(file);
      Files.delete(folder);
      return new Certificates(store);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void sign(Path file, String name, String extension) {
    generate(file, name, "-signer", "authority", "-ext", extension);
  }

  private static void generate(Path file, String name, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair", "-keystore"));
    command.addAll(List.of(file.toString(), "-storepass", STORE_PASSWORD, "-alias", name));
    command.addAll(
        name.equals("rsa")
            ? List.of("-keyalg", "RSA", "-keysize", "2048")
            : List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    String subject = name.equals("stranger") ? "authority" : name;
    command.addAll(List.of("-dname", "CN=" + subject));
    command.addAll(List.of(more));
    Subprocess.run(command).expect(0);
  }
}
