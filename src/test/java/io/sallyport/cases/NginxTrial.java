package io.sallyport.cases;

import io.sallyport.traffic.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.nginx.NginxContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// What real Nginx says about configurations: `nginx -t` on each, in one container, with a real
/// file at every path that they name.
final class NginxTrial {
  /// Certificate and key: a file that is whatever a directive takes it for.
  private static final String FOR_EVERYTHING = "both.pem";

  /// Our files, in `/trial`, by the directives that name one.
  private static final Map<String, String> FILES =
      Map.of(
          "ssl_certificate",
          FOR_EVERYTHING,
          "ssl_certificate_key",
          FOR_EVERYTHING,
          "proxy_ssl_certificate",
          FOR_EVERYTHING,
          "proxy_ssl_certificate_key",
          FOR_EVERYTHING,
          "proxy_ssl_trusted_certificate",
          "authority.pem",
          "proxy_ssl_password_file",
          "pass",
          "ssl_client_certificate",
          "authority.pem",
          "ssl_dhparam",
          "dhparam.pem");

  /// Puts each configuration's files in their places only for its own test. Directives that only
  /// NGINX Plus has, which is not here: the rest of such files is tried.
  private static final Pattern OF_NGINX_PLUS =
      Pattern.compile("^ *(status_zone .*|api);\n", Pattern.MULTILINE);

  private static final String SCRIPT =
      """
      cd /trial/configurations
      for name in *; do
        while read -r file path; do
          mkdir -p "${path%/*}/" && cp "/trial/$file" "$path"
        done < "/trial/places/$name"
        said=$(nginx -t -c "$PWD/$name" 2>&1) && verdict=accepted || verdict=refused
        echo "$name $verdict"
        echo "$said" | sed 's/^/  /'
        while read -r file path; do
          rm -f "$path"; rmdir -p "${path%/*}/" 2>/dev/null
        done < "/trial/places/$name"
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
    Path places = Files.createDirectories(work.resolve("places"));
    for (Map.Entry<String, String> each : configurations.entrySet()) {
      Files.writeString(
          texts.resolve(each.getKey()), OF_NGINX_PLUS.matcher(each.getValue()).replaceAll(""));
      Files.write(places.resolve(each.getKey()), places(each.getValue()));
    }
    String certificate = Certificates.certificate("site");
    Files.writeString(work.resolve(FOR_EVERYTHING), certificate + Certificates.key("site"));
    Files.writeString(work.resolve("encrypted.pem"), Certificates.encryptedKey("site"));
    Files.writeString(work.resolve("authority.pem"), Certificates.authority());
    Files.writeString(work.resolve("pass"), Certificates.PASS_PHRASE + "\n");
    Files.copy(Path.of("src/test/resources/traffic/dhparam.pem"), work.resolve("dhparam.pem"));
  }

  /// Lines of our own file and its place in the proxy.
  private static List<String> places(String configuration) {
    SortedMap<String, String> places = new TreeMap<>();
    Directive.parse(configuration).stream()
        .flatMap(Directive::all)
        .filter(directive -> FILES.containsKey(directive.name()))
        .forEach(directive ->
            places.merge(
                directive.words().get(1),
                fileFor(directive),
                (one, other) -> one.equals(other) ? one : FOR_EVERYTHING));
    return places.entrySet().stream()
        .map(place -> place.getValue() + " " + place.getKey())
        .toList();
  }

  /// Our file for the path that a directive names; what is called so is encrypted.
  private static String fileFor(Directive directive) {
    return directive.words().get(1).endsWith("/encrypted.key")
        ? "encrypted.pem"
        : FILES.getOrDefault(directive.name(), FOR_EVERYTHING);
  }
}
