package io.sallyport.proxy.nginx;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.proxy.CertificateFolders;
import io.sallyport.proxy.Probe;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.ProxyFiles;
import io.sallyport.proxy.ProxyKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// Nginx: `nginx -t`, rename, HUP from inside the container, and new children of the master as
/// proof.
///
/// The signal goes through exec since the engine's kill call would end the container's restart
/// policy (moby/moby, daemon/kill.go: any signal but KILL counts as a stop by hand).
public record NginxProxy() implements ProxyKind {
  private static final String SCRIPT = script("nginx-activate.sh");

  private static final String PROBE = script("nginx-probe.sh");

  /// A host's own name is the first one of its `server_name`, as in our template.
  private static final String OWNERS =
      """
      live=$1; shift
      while read -r directive host names; do
        [ "$directive" = server_name ] || continue
        host=${host%\\;}
        for name; do
          case " $host ${names%\\;} " in *" $name "*) printf '%s %s\\n' "$name" "$host" ;; esac
        done
      done < "$live"
      """;

  /// In the order of their bytes, each file's name on a line before its content.
  private static final String POSSESSION =
      """
      for folder in "$1"*; do
        [ -d "$folder" ] || continue
        (
          cd "$folder" || exit
          printf '%s\\n' "$2"
          find . -type f | LC_ALL=C sort | while read -r file; do
            printf '%s\\n' "$file"
            cat "$file"
          done
        ) | sha256sum
      done
      """;

  /// What a label names may be anything, such as a link to standard output, which a process that
  /// opens it reads for ever.
  private static final String REGULAR =
      """
      regular() {
        place=$1
        [ ! -L "$1" ] || place=$(readlink -f "$1" || printf %s "$1")
        place=$(cd -P "${place%/*}/" && pwd)/
        case $place in /dev/* | /proc/* | /sys/*) return 1 ;; esac
        [ -f "$1" ] && [ -r "$1" ]
      } 2> /dev/null
      """;

  /// Numbers, since paths may be long. The first argument is how many are to be PEM, which is
  /// looked for in the first 256 KiB; a proxy without `grep` takes all for PEM.
  private static final String UNUSABLE =
      """
      command -v grep > /dev/null || grep() { cat > /dev/null; }
      left=$1
      shift
      n=0
      for f; do
        if ! regular "$f"; then
          echo "$n"
        elif [ "$n" -lt "$left" ] && ! head -c 262144 < "$f" | grep -q -e '-----BEGIN '; then
          echo "p$n"
        fi
        n=$((n + 1))
      done 2> /dev/null
      """;

  private static final String CHECKSUMS =
      """
      limit=
      ! timeout -s KILL 5 true 2> /dev/null || limit='timeout -s KILL 5'
      for f; do
        if regular "$f"; then $limit cksum < "$f" 2>&1; else echo none; fi
      done
      """;

  /// What an answer holds, with some room.
  public static final int PART = 48 * 1024;

  /// Both of one file, whatever is renamed into its place meanwhile.
  private static final String LIVE =
      """
      exec 3< "$1" || exit 1
      cksum < /proc/self/fd/3
      tail -n "+$2" < /proc/self/fd/3 | head -c %d
      """
          .formatted(PART);

  /// Before a message in its log: `2026/11/21 01:06:00 [emerg] 36#36: `.
  private static final Pattern STAMP =
      Pattern.compile("(?m)^[\\d/]{10} [\\d:]{8} (\\[\\w+]) \\d+#\\d+: ");

  /// For a user or group that there is not; Nginx does not say which directive names it.
  private static final Pattern ACCOUNT = Pattern.compile("get(pw|gr)nam\\(\"[^\"]*\"\\) failed");

  private static final Pattern REASON = Pattern.compile("\\[(emerg|alert|crit|error)]");

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public List<String> activation(
      ProxySettings settings, ProxyFiles files, ProxyConfig config, boolean testOnly) {
    return List.of(
        "sh",
        "-c",
        SCRIPT,
        "sallyport",
        files.path(files.live()),
        files.path(files.staged()),
        files.path(files.previous()),
        files.path(files.loaded()),
        files.path(files.lock()),
        config.version(),
        settings.find(Setting.PID_PATH).orElse(""),
        files.certificates().map(CertificateFolders::pathPrefix).orElse(""),
        config.certificates().isEmpty() ? "" : config.certificates().digest(),
        testOnly ? "test" : "");
  }

  @Override
  public List<String> probe(ProxySettings settings) {
    return shell(PROBE, List.of(settings.get(Setting.CONFIG_PATH)));
  }

  @Override
  public Probe probed(ProxySettings settings, String said) {
    NginxFacts facts = NginxFacts.read(said);
    return new Probe(
        facts.capabilities(), facts.complete(), facts.problem(settings.get(Setting.CONFIG_PATH)));
  }

  @Override
  public List<String> owners(ProxyFiles files, Collection<String> names) {
    List<String> arguments = new ArrayList<>(List.of(files.path(files.live())));
    arguments.addAll(names);
    return shell(OWNERS, arguments);
  }

  @Override
  public List<String> unusable(Collection<String> pem, Collection<String> others) {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(pem.size())));
    arguments.addAll(pem);
    arguments.addAll(others);
    return shell(REGULAR + UNUSABLE, arguments);
  }

  @Override
  public List<String> possession(String folders, String challenge) {
    return shell(POSSESSION, List.of(folders, challenge));
  }

  @Override
  public List<String> checksums(Collection<String> files) {
    return shell(REGULAR + CHECKSUMS, files);
  }

  @Override
  public List<String> live(ProxyFiles files, long line) {
    return shell(LIVE, List.of(files.path(files.live()), Long.toString(line)));
  }

  @Override
  public List<String> notes(ProxyFiles files, long line) {
    return shell(LIVE, List.of(files.path(files.notes()), Long.toString(line)));
  }

  @Override
  public List<String> loaded(ProxyFiles files) {
    return shell("head -c 200 < \"$1\"", List.of(files.path(files.loaded())));
  }

  private static List<String> shell(String script, Collection<String> arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sallyport"));
    command.addAll(arguments);
    return command;
  }

  /// The lines that say why, where there are any.
  @Override
  public String refusal(String said) {
    List<String> lines = STAMP.matcher(said).replaceAll("$1 ").lines().toList();
    List<String> reasons = lines.stream().filter(line -> REASON.matcher(line).find()).toList();
    String message = String.join("; ", reasons.isEmpty() ? lines : reasons);
    return ACCOUNT.matcher(message).find()
        ? message + " (setting `User`: this proxy has no such user or group)"
        : message;
  }

  private static String script(String name) {
    try (InputStream file = NginxProxy.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
