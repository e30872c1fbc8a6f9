package io.sallyport.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// PEM files of one end of a TLS connection: whom we trust and who we are. Nothing is left out
/// because a file is missing or cannot be used: that is an [IOException], which names the file.
///
/// @param ca the authorities that sign the other's certificate; empty for the system's
/// @param cert our certificate and its chain; empty for none
/// @param key its key, not encrypted; empty for none
public record TlsFiles(String ca, String cert, String key) {
  private static final char[] IN_MEMORY = {};

  /// True when any file is named.
  public boolean any() {
    return !(ca + cert + key).isEmpty();
  }

  /// Reads the files.
  ///
  /// @param anyone trusts whoever is there, under whatever name
  public SSLContext context(boolean anyone) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), anyone ? new TrustManager[] {new Anyone()} : trust(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
    if (cert.isEmpty()) {
      return null;
    }
    List<X509Certificate> chain = Pem.certificates(cert);
    PrivateKey secret = Pem.key(key);
    if (!belongs(secret, chain.getFirst())) {
      throw new IOException("%s is not the key of %s".formatted(key, cert));
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", secret, IN_MEMORY, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, IN_MEMORY);
    return managers.getKeyManagers();
  }

  private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
    if (ca.isEmpty()) {
      return null; // The system's authorities.
    }
    KeyStore store = emptyStore();
    for (X509Certificate authority : Pem.certificates(ca)) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      return signature.verify(signed);
    } catch (java.security.InvalidKeyException | java.security.SignatureException e) {
      return false; // A key of another kind than the certificate's.
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /// What the operator asks for by `AllowInsecure`.
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
