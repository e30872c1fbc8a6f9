package io.sallyport.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Certificates made by the JDK's keytool, in PEM form.
public final class TestCertificate {
  private TestCertificate() {}

  /// For a DNS name.
  public static String of(String name, int days) throws IOException, InterruptedException {
    return of(name, days, "dns:" + name);
  }

  /// @param names as keytool writes them, `dns:shop.example,ip:10.0.0.1`; may be empty
  static String of(String commonName, int days, String names)
      throws IOException, InterruptedException {
    return with(commonName, days, names.isEmpty() ? "" : "san=" + names);
  }

  /// @param extension as keytool writes it, by name or by OID with bytes; may be empty
  static String with(String commonName, int days, String extension)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("certificate");
    Path store = folder.resolve("store");
    Path pem = folder.resolve("pem");
    List<String> make = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC"));
    make.addAll(List.of("-validity", Integer.toString(days), "-dname", "CN=" + commonName));
    if (!extension.isEmpty()) {
      make.addAll(List.of("-ext", extension));
    }
    keytool(store, make);
    keytool(store, List.of("-exportcert", "-rfc", "-file", pem.toString()));
    String text = Files.readString(pem);
    Files.delete(pem);
    Files.delete(store);
    Files.delete(folder);
    return text;
  }

  private static void keytool(Path store, List<String> what)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(List.of("-alias", "it", "-storepass", "changeit"));
    command.addAll(List.of("-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}
