package io.sallyport.cases;

import io.sallyport.proxy.haproxy.HaproxyDriver;
import io.sallyport.traffic.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/// What real HAProxy says about configurations: `haproxy -c` on each, in one container, with a real
/// file at every path that they name.
final class HaproxyTrial {
  private static final Pattern PATH = Pattern.compile("(?<=[ '])(/[^ '\\]]+)");
  private static final Pattern NAMES_FILES =
      Pattern.compile("( crt | ca-file |#\\|certificates\\.list |#\\|key )");

  /// Our certificate with its key is whatever a keyword takes it for.
  private static final String SCRIPT =
      """
      cd /trial/configurations
      for name in *; do
        while read -r path; do
          mkdir -p "${path%/*}/" && cp /trial/both.pem "$path"
        done < "/trial/places/$name"
        lists=$(sed -n 's/^#|folder //p' "$name")
        [ -z "$lists" ] || mkdir -p "$lists"
        for list in hosts.map wildcards.map routes.map certificates.list; do
          [ -z "$lists" ] || sed -n "s/^#|$list //p" "$name" > "$lists/$list"
        done
        said=$(haproxy -c -f "$PWD/$name" 2>&1) && verdict=accepted || verdict=refused
        echo "$name $verdict"
        echo "$said" | sed 's/^/  /'
        while read -r path; do
          rm -f "$path"
        done < "/trial/places/$name"
      done
      """;

  private HaproxyTrial() {}

  /// Those that are refused, or accepted with a warning, each with what HAProxy says.
  ///
  /// @param configurations texts by a file name
  static SortedMap<String, String> complaints(
      String version, SortedMap<String, String> configurations, Path work) throws IOException {
    lay(configurations, work);
    try (GenericContainer<?> haproxy = new GenericContainer<>("haproxy:" + version)) {
      haproxy
          .withImagePullPolicy(any -> false)
          .withCreateContainerCmdModifier(creation -> creation.withUser("0"))
          .withCommand("sleep", "600")
          .withCopyToContainer(MountableFile.forHostPath(work), "/trial")
          .start();
      ExecResult run = haproxy.execInContainer("sh", "-c", SCRIPT);
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
        if (!line.endsWith(" accepted")
            || lines.stream().anyMatch(said -> said.contains("[WARNING]"))) {
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

  private static void lay(SortedMap<String, String> configurations, Path work) throws IOException {
    Path texts = Files.createDirectories(work.resolve("configurations"));
    Path places = Files.createDirectories(work.resolve("places"));
    for (Map.Entry<String, String> each : configurations.entrySet()) {
      Files.writeString(
          texts.resolve(each.getKey()), new HaproxyDriver().delivered(each.getValue()));
      Files.write(places.resolve(each.getKey()), places(each.getValue()));
    }
    Files.writeString(
        work.resolve("both.pem"), Certificates.certificate("site") + Certificates.key("site"));
  }

  private static Set<String> places(String configuration) {
    TreeSet<String> places = new TreeSet<>();
    configuration
        .lines()
        .filter(line -> NAMES_FILES.matcher(line).find() && !line.startsWith("  bind "))
        .forEach(line -> {
          Matcher path = PATH.matcher(line);
          while (path.find()) {
            places.add(path.group(1));
          }
        });
    return places;
  }
}
