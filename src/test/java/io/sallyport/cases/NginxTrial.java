package io.sallyport.cases;

import io.sallyport.traffic.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.nginx.NginxContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// What real Nginx says about configurations: `nginx -t` on each, in one container, with a real
/// file at every path that they name.
final class NginxTrial {
  /// Files by the directives that name them; each lies in `/trial` under its second name.
  private static final Map<String, String> FILES =
      Map.of(
          "ssl_certificate", "both.pem",
          "ssl_certificate_key", "both.pem",
          "proxy_ssl_certificate", "both.pem",
          "proxy_ssl_certificate_key", "both.pem",
          "proxy_ssl_trusted_certificate", "authority.pem",
          "proxy_ssl_password_file", "pass",
          "ssl_dhparam", "dhparam.pem");

  private static final String SCRIPT =
      """
      while read -r file path; do mkdir -p "${path%/*}" && cp "/trial/$file" "$path" || exit 1; done < /trial/places
      cd /trial/configurations
      for file in *; do
        said=$(nginx -t -c "$PWD/$file" 2>&1) && verdict=accepted || verdict=refused
        echo "$file $verdict"
        echo "$said" | sed 's/^/  /'
      done
      """;

  private NginxTrial() {}

  /// Those that are refused, or accepted with a warning other than that something is outdated, each
  /// with what Nginx says.
  ///
  /// @param configurations texts by a file name
  static SortedMap<String, String> complaints(
      String version, SortedMap<String, String> configurations, Path work) throws IOException {
    lay(configurations, work);
    DockerImageName image = DockerImageName.parse("nginx").withTag(version);
    try (NginxContainer nginx = new NginxContainer(image)) {
      nginx.withCopyToContainer(MountableFile.forHostPath(work), "/trial");
      nginx.start();
      ExecResult run = nginx.execInContainer("sh", "-c", SCRIPT);
      if (run.getExitCode() != 0) {
        throw new IllegalStateException(run.toString());
      }
      return complaints(run.getStdout(), configurations.size());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static SortedMap<String, String> complaints(String report, int expected) {
    SortedMap<String, String> complaints = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    int verdicts = 0;
    for (String line : report.lines().toList().reversed()) {
      if (line.startsWith("  ")) {
        lines.addFirst(line);
      } else {
        verdicts++;
        boolean accepted = line.endsWith(" accepted");
        if (!accepted || lines.stream().anyMatch(NginxTrial::warns)) {
          complaints.put(line, "\n" + String.join("\n", lines) + "\n");
        }
        lines.clear();
      }
    }
    if (verdicts != expected) {
      throw new IllegalStateException(verdicts + " verdicts on " + expected + ": " + report);
    }
    return complaints;
  }

  private static boolean warns(String line) {
    return line.contains("[warn]") && !line.contains("deprecated");
  }

  private static void lay(SortedMap<String, String> configurations, Path work) throws IOException {
    Path texts = Files.createDirectories(work.resolve("configurations"));
    SortedSet<String> places = new TreeSet<>();
    for (Map.Entry<String, String> each : configurations.entrySet()) {
      Files.writeString(texts.resolve(each.getKey()), each.getValue());
      Directive.parse(each.getValue()).stream().flatMap(NginxTrial::places).forEach(places::add);
    }
    Files.write(work.resolve("places"), places);
    String certificate = Certificates.certificate("site");
    Files.writeString(work.resolve("both.pem"), certificate + Certificates.key("site"));
    Files.writeString(
        work.resolve("both-encrypted.pem"), certificate + Certificates.encryptedKey("site"));
    Files.writeString(work.resolve("authority.pem"), Certificates.authority());
    Files.writeString(work.resolve("pass"), Certificates.PASS_PHRASE + "\n");
    Files.writeString(work.resolve("dhparam.pem"), DH_PARAMETERS);
  }

  /// Lines of our own file and its place in the proxy. A key beside a password file is encrypted.
  private static Stream<String> places(Directive directive) {
    Optional<String> encrypted =
        directive.argumentsOf("proxy_ssl_password_file").isEmpty()
            ? Optional.empty()
            : directive.argumentsOf("proxy_ssl_certificate_key").stream().findFirst();
    return Stream.concat(
        directive.block().stream()
            .filter(inner -> FILES.containsKey(inner.name()))
            .map(inner -> {
              String path = inner.words().get(1);
              String file =
                  encrypted.filter(path::equals).isPresent()
                      ? "both-encrypted.pem"
                      : FILES.get(inner.name());
              return file + " " + path;
            }),
        directive.block().stream().flatMap(NginxTrial::places));
  }

  /// ffdhe2048 of RFC 7919.
  private static final String DH_PARAMETERS =
      """
      -----BEGIN DH PARAMETERS-----
      MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
      +8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
      87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
      YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
      7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
      ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
      -----END DH PARAMETERS-----
      """;
}
