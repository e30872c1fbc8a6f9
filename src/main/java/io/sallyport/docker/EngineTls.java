package io.sallyport.docker;

import io.sallyport.engine.EngineException;
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
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS towards the engine: whom we trust and who we are. Nothing is left out because a file is
/// missing or cannot be used: that is an [EngineException].
final class EngineTls {
  private static final char[] IN_MEMORY = {};

  private EngineTls() {}

  static SSLSocketFactory sockets(DockerConnection connection) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(connection), trust(connection), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new EngineException("engine %s: %s".formatted(connection.url(), e.getMessage()), e);
    }
  }

  private static KeyManager @Nullable [] keys(DockerConnection connection)
      throws IOException, GeneralSecurityException {
    if (connection.cert().isEmpty()) {
      return null;
    }
    List<X509Certificate> chain = Pem.certificates(connection.cert());
    PrivateKey key = Pem.key(connection.key());
    if (!belongs(key, chain.getFirst())) {
      throw new IOException(
          "%s is not the key of %s".formatted(connection.key(), connection.cert()));
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, IN_MEMORY);
    return managers.getKeyManagers();
  }

  private static TrustManager @Nullable [] trust(DockerConnection connection)
      throws IOException, GeneralSecurityException {
    if (connection.allowInsecure()) {
      return new TrustManager[] {new Anyone()};
    }
    if (connection.caCert().isEmpty()) {
      return null; // The system's authorities.
    }
    KeyStore store = emptyStore();
    for (X509Certificate authority : Pem.certificates(connection.caCert())) {
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
