package io.sallyport.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A real client of HTTP/2, as a process of its own, which takes a name of the tests for this
/// machine.
final class Http2Client {
  private Http2Client() {}

  /// The version of HTTP and the status, then the body.
  ///
  /// @param folder of the test's own
  static String get(String host, int port, Path folder) throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + host + "\n");
    Path authority = Files.writeString(folder.resolve("authority.pem"), Certificates.authority());
    return Subprocess.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                Path.of("target", "test-classes").toString(),
                Http2Client.class.getName(),
                "https://" + host + ":" + port + "/",
                authority.toString()))
        .expect(0)
        .out();
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(Path.of(arguments[1]))).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(arguments[0])).build(), BodyHandlers.ofString());
      System.out.println(answer.version() + " " + answer.statusCode());
      System.out.println(answer.body());
    }
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
