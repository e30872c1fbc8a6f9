package io.sallyport.render;

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

/// What a proxy's Nginx can do, as far as a configuration depends on it.
///
/// It comes from the proxy, which may say anything: each value is checked, and one that is not
/// usable counts as not said.
///
/// @param version of Nginx; forks that count otherwise say the Nginx that they are made from
/// @param root whether the master process runs as root
/// @param ipv6 whether its network namespace has IPv6, so that `listen [::]:80` cannot fail
/// @param pidFile the path for the directive `pid`; empty where the command line of Nginx has it,
///   which forbids it in the file
/// @param modules those of [#KNOWN_MODULES] that are built in
public record Capabilities(
    Version version,
    boolean root,
    boolean ipv6,
    Optional<String> pidFile,
    SortedSet<String> modules) {

  /// Modules without which a directive of ours is unknown.
  public static final List<String> KNOWN_MODULES = List.of("http_realip", "http_ssl", "http_v2");

  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/+-]{1,200}");
  private static final String NONE = "none";

  /// What a configuration is rendered for when no proxy has been asked: Debian 12's Nginx.
  public static final Capabilities BASELINE =
      new Capabilities(
          new Version(1, 22, 0),
          true,
          false,
          Optional.of("/var/run/nginx.pid"),
          new TreeSet<>(KNOWN_MODULES));

  public Capabilities {
    pidFile = pidFile.filter(Capabilities::isPath);
    modules = new TreeSet<>(modules);
    modules.retainAll(KNOWN_MODULES);
    modules = Collections.unmodifiableSortedSet(modules);
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
  public static Capabilities parse(String text) {
    Capabilities can = BASELINE;
    for (String word : text.split(" ", -1)) {
      can = can.with(word);
    }
    return can;
  }

  private Capabilities with(String word) {
    int split = word.indexOf('=') < 0 ? word.indexOf('/') : word.indexOf('=');
    String name = split < 0 ? word : word.substring(0, split);
    String value = split < 0 ? "" : word.substring(split + 1);
    return switch (name) {
      case "nginx" ->
          new Capabilities(Version.parse(value).orElse(version), root, ipv6, pidFile, modules);
      case "unprivileged" -> new Capabilities(version, false, ipv6, pidFile, modules);
      case "ipv6" -> new Capabilities(version, root, true, pidFile, modules);
      case "pid" ->
          value.equals(NONE) || isPath(value)
              ? new Capabilities(version, root, ipv6, Optional.of(value), modules)
              : this;
      case "modules" ->
          new Capabilities(
              version, root, ipv6, pidFile, new TreeSet<>(List.of(value.split(",", -1))));
      default -> this;
    };
  }

  /// One line for people and for snapshots; [#parse] reads it.
  @Override
  public String toString() {
    return "nginx/%s%s%s pid=%s modules=%s"
        .formatted(
            version,
            root ? "" : " unprivileged",
            ipv6 ? " ipv6" : "",
            pidFile.orElse(NONE),
            String.join(",", modules));
  }

  /// As a template sees it.
  Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
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
    return Collections.unmodifiableMap(view);
  }
}
