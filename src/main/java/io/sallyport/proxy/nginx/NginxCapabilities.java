package io.sallyport.proxy.nginx;

import io.sallyport.proxy.Capabilities;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a proxy's Nginx can do, as far as a configuration depends on it.
///
/// It comes from the proxy, which may say anything: each value is checked, and one that is not
/// usable counts as not said.
///
/// @param version of Nginx; forks that count otherwise say the Nginx that they are made from
/// @param root whether the master process runs as root
/// @param ipv6 whether its network namespace has IPv6, so that `listen [::]:80` cannot fail
/// @param pidFile the path for the directive `pid`; empty where the command line of Nginx has it
/// @param modules those of [#KNOWN_MODULES] that are built in
/// @param given those of [#KNOWN_DIRECTIVES] that the command line of Nginx has, which forbids them
///   in the file
/// @param homeless those of [#TEMPORARY] whose files cannot be where Nginx puts them by itself
/// @param home the directory for these
/// @param memory whether there is a file system in memory, [#MEMORY], that cannot grow large
public record NginxCapabilities(
    Version version,
    boolean root,
    boolean ipv6,
    Optional<String> pidFile,
    SortedSet<String> modules,
    SortedSet<String> given,
    SortedSet<String> homeless,
    String home,
    boolean memory) {

  /// Modules without which a directive of ours is unknown.
  public static final List<String> KNOWN_MODULES = List.of("http_realip", "http_ssl", "http_v2");

  /// Main directives of ours that may stand once.
  public static final List<String> KNOWN_DIRECTIVES =
      List.of("pid", "user", "worker_processes", "worker_rlimit_nofile", "worker_shutdown_timeout");

  /// Directives that say where temporary files go. Nginx makes these directories when it starts,
  /// and does not start where it cannot.
  public static final List<String> TEMPORARY =
      List.of(
          "client_body_temp_path",
          "fastcgi_temp_path",
          "proxy_temp_path",
          "scgi_temp_path",
          "uwsgi_temp_path");

  /// Engines give each container one of 64 MiB, which it may have to share or do without.
  public static final String MEMORY = "/dev/shm";

  private static final String ATTEMPTS = MEMORY + "/sallyport-attempts";

  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/+-]{1,200}");
  private static final String NONE = "none";

  /// What a configuration is rendered for when no proxy has been asked: Debian 12's Nginx.
  public static final NginxCapabilities BASELINE =
      new NginxCapabilities(
          new Version(1, 22, 0),
          true,
          false,
          Optional.of("/var/run/nginx.pid"),
          new TreeSet<>(KNOWN_MODULES),
          new TreeSet<>(),
          new TreeSet<>(),
          "/tmp",
          true);

  public NginxCapabilities {
    pidFile = pidFile.filter(NginxCapabilities::isPath);
    modules = known(modules, KNOWN_MODULES);
    given = known(given, KNOWN_DIRECTIVES);
    homeless = known(homeless, TEMPORARY);
    home = isPath(home) ? home : "/tmp";
  }

  private static SortedSet<String> known(SortedSet<String> said, List<String> all) {
    SortedSet<String> known = new TreeSet<>(said);
    known.retainAll(all);
    return Collections.unmodifiableSortedSet(known);
  }

  /// A version of Nginx, `1.22.1`.
  public record Version(int major, int minor, int patch) implements Comparable<Version> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /// Empty for what is no version.
    public static Optional<Version> parse(String text) {
      Matcher matcher = TEXT.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Version(
                  Integer.parseInt(matcher.group(1)),
                  Integer.parseInt(matcher.group(2)),
                  Integer.parseInt(matcher.group(3))))
          : Optional.empty();
    }

    @Override
    public int compareTo(Version other) {
      return Arrays.compare(
          new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }

  /// Whether it is this version of Nginx or a later one.
  public boolean atLeast(int major, int minor, int patch) {
    return version.compareTo(new Version(major, minor, patch)) >= 0;
  }

  /// Whether a path is one that we write into a configuration.
  public static boolean isPath(String path) {
    return PATH.matcher(path).matches();
  }

  /// Reads what [#toString] writes, `nginx/1.30.1 ipv6`. What it does not say, or says wrongly, is
  /// as in [#BASELINE].
  public static NginxCapabilities parse(String text) {
    NginxCapabilities can = BASELINE;
    for (String word : text.split(" ", -1)) {
      can = can.with(word);
    }
    return can;
  }

  private NginxCapabilities with(String word) {
    int split = word.indexOf('=') < 0 ? word.indexOf('/') : word.indexOf('=');
    String name = split < 0 ? word : word.substring(0, split);
    String value = split < 0 ? "" : word.substring(split + 1);
    Version said = name.equals("nginx") ? Version.parse(value).orElse(version) : version;
    boolean pidSaid = name.equals("pid") && (value.equals(NONE) || isPath(value));
    return new NginxCapabilities(
        said,
        root && !name.equals("unprivileged"),
        ipv6 || name.equals("ipv6"),
        pidSaid ? Optional.of(value) : pidFile,
        name.equals("modules") ? list(value) : modules,
        name.equals("given") ? list(value) : given,
        name.equals("homeless") ? list(value) : homeless,
        name.equals("home") ? value : home,
        memory && !name.equals("no-memory"));
  }

  private static SortedSet<String> list(String value) {
    return new TreeSet<>(List.of(value.split(",", -1)));
  }

  /// One line for people and for snapshots; [#parse] reads it.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("nginx/").append(version);
    text.append(root ? "" : " unprivileged").append(ipv6 ? " ipv6" : "");
    text.append(" pid=").append(pidFile.orElse(NONE));
    text.append(" modules=").append(String.join(",", modules));
    if (!given.isEmpty()) {
      text.append(" given=").append(String.join(",", given));
    }
    if (!homeless.isEmpty()) {
      text.append(" homeless=").append(String.join(",", homeless));
    }
    if (!homeless.isEmpty() || !home.equals(BASELINE.home)) {
      text.append(" home=").append(home);
    }
    text.append(memory ? "" : " no-memory");
    return text.toString();
  }

  /// As a value for those who do not know Nginx.
  public Capabilities opaque() {
    return new Capabilities(toString());
  }

  static NginxCapabilities of(Capabilities can) {
    return parse(can.text());
  }

  /// Where failed attempts are noted; empty where they cannot be.
  Optional<String> attempts() {
    return Optional.of(ATTEMPTS).filter(any -> memory && atLeast(1, 15, 8));
  }

  /// As a template sees it.
  Map<String, @Nullable Object> view() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("version", version.toString());
    view.put("root", root);
    view.put("ipv6", ipv6);
    view.put("ssl", modules.contains("http_ssl"));
    view.put("realIp", modules.contains("http_realip"));
    view.put("http2", modules.contains("http_v2"));
    view.put("http2Directive", modules.contains("http_v2") && atLeast(1, 25, 1));
    view.put("rejectHandshake", atLeast(1, 19, 4));
    view.put("keepaliveTime", atLeast(1, 19, 10));
    view.put("keepaliveMinTimeout", atLeast(1, 27, 4));
    view.put("given", List.copyOf(given));
    view.put("temporary", List.copyOf(homeless));
    view.put("temporaryHome", home);
    view.put("attempts", attempts().orElse(null));
    return Collections.unmodifiableMap(view);
  }
}
