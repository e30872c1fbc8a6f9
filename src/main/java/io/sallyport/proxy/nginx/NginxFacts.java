package io.sallyport.proxy.nginx;

import io.sallyport.proxy.nginx.NginxCapabilities.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `nginx-probe.sh` says of a container, read totally: what is not understood is not said, so
/// that a proxy that lies, or says nothing, costs itself.
final class NginxFacts {
  private static final int LONGEST_LINE = 4096;
  private static final int MOST_LINES = 2000;

  private static final Pattern VERSION =
      Pattern.compile("(nginx|openresty|freenginx)/(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?:[.+-].*)?");

  /// freenginx counts on by itself from here.
  private static final Version FORKED = new Version(1, 25, 3);

  private static final Pattern MODULE = Pattern.compile("--with-(http_\\w+?)_module");

  /// In KiB, as engines make it where nobody says otherwise.
  private static final Pattern MEMORY = Pattern.compile("tmpfs (?:.*,)?size=(\\d{1,9})k(?:,.*)?");

  private static final int MOST_MEMORY = 64 << 10;

  private String version = "";
  private String prefix = "";
  private String builtConfig = "";
  private String builtPid = "";
  private String filePid = "";
  private String uid = "";
  private NginxArguments arguments = new NginxArguments("");
  private String memory = "";
  private boolean running;
  private boolean noNginx;
  private boolean ipv6;
  private boolean sameFile;
  private boolean includes;
  private boolean liveIsDirectory;
  private boolean writable = true;
  private boolean builtSaid;
  private boolean whole;
  private final SortedSet<String> modules = new TreeSet<>();
  private final List<Directory> temporary = new ArrayList<>();
  private final List<Directory> others = new ArrayList<>();
  private final List<Mount> mounts = new ArrayList<>();

  private record Directory(String name, boolean writable, String path) {}

  private record Mount(boolean writable, String point) {
    boolean holds(String path) {
      return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
    }
  }

  private NginxFacts() {}

  static NginxFacts read(String said) {
    NginxFacts facts = new NginxFacts();
    said.lines()
        .limit(MOST_LINES)
        .filter(line -> line.length() <= LONGEST_LINE)
        .forEach(facts::take);
    return facts;
  }

  private void take(String line) {
    String[] words = line.split(" ", 2);
    String value = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "no-nginx" -> noNginx = true;
      case "version" -> version = value;
      case "built" -> built(value);
      case "temp" -> directory(value).ifPresent(temporary::add);
      case "other" -> directory(" " + value).ifPresent(others::add);
      case "uid" -> uid = value;
      case "memory" -> memory = value;
      case "ipv6" -> ipv6 = true;
      case "master" -> {
        running = true;
        arguments = new NginxArguments(value);
      }
      case "same-file" -> sameFile = true;
      case "include" -> includes = true;
      case "file-pid" -> filePid = unquoted(value);
      case "directory" -> writable = !value.startsWith("no ");
      case "live-is-directory" -> liveIsDirectory = true;
      case "mount" -> {
        String[] mount = value.split(" ", 2);
        if (mount.length == 2) {
          mounts.add(new Mount(!mount[0].equals("ro"), mount[1]));
        }
      }
      case "end" -> whole = true;
      default -> {} // A proxy may say anything.
    }
  }

  private void built(String argument) {
    builtSaid = true;
    Matcher module = MODULE.matcher(argument);
    if (module.matches()) {
      modules.add(module.group(1));
    } else if (argument.startsWith("--prefix=")) {
      prefix = argument.substring("--prefix=".length());
    } else if (argument.startsWith("--conf-path=")) {
      builtConfig = argument.substring("--conf-path=".length());
    } else if (argument.startsWith("--pid-path=")) {
      builtPid = argument.substring("--pid-path=".length());
    }
  }

  /// `client-body-temp-path yes /var/lib/nginx/body`
  private static Optional<Directory> directory(String value) {
    String[] words = value.split(" ", 3);
    return words.length == 3
        ? Optional.of(new Directory(words[0].replace('-', '_'), words[1].equals("yes"), words[2]))
        : Optional.empty();
  }

  /// A word of a configuration, with or without quotes and the semicolon.
  private static String unquoted(String word) {
    return word.replaceAll("[\"';]", "");
  }

  /// Whether a master process runs, so that all that can be known is.
  boolean complete() {
    return running && whole;
  }

  NginxCapabilities capabilities() {
    SortedSet<String> given = arguments.given();
    SortedSet<String> homeless = new TreeSet<>();
    temporary.stream().filter(each -> !usable(each)).forEach(each -> homeless.add(each.name()));
    Optional<String> home = others.stream().filter(this::usable).map(Directory::path).findFirst();
    return new NginxCapabilities(
        version(),
        uid.isEmpty() || uid.equals("0"),
        ipv6,
        given.contains("pid") ? Optional.empty() : Optional.of(pid()),
        builtSaid ? modules : NginxCapabilities.BASELINE.modules(),
        given,
        home.isEmpty() ? new TreeSet<>() : homeless,
        home.orElse(NginxCapabilities.BASELINE.home()),
        hasMemory());
  }

  /// One that is shared with the host may be as large as the host's memory.
  private boolean hasMemory() {
    Matcher size = MEMORY.matcher(memory);
    return size.matches()
        && Integer.parseInt(size.group(1)) <= MOST_MEMORY
        && others.stream()
            .anyMatch(each -> each.path().equals(NginxCapabilities.MEMORY) && usable(each));
  }

  private Version version() {
    Matcher said = VERSION.matcher(version);
    Optional<Version> parsed = said.matches() ? Version.parse(said.group(2)) : Optional.empty();
    return parsed
        .filter(number -> !said.group(1).equals("freenginx") || number.compareTo(FORKED) < 0)
        .or(() -> parsed.map(_ -> FORKED))
        .orElse(NginxCapabilities.BASELINE.version());
  }

  private String pid() {
    String path = filePid.isEmpty() ? builtPid : filePid;
    String absolute = absolute(path);
    return NginxCapabilities.isPath(absolute)
        ? absolute
        : NginxCapabilities.BASELINE.pidFile().orElseThrow();
  }

  private String absolute(String path) {
    if (path.isEmpty() || path.startsWith("/")) {
      return path;
    }
    String base = arguments.prefix().orElse(prefix);
    return base.isEmpty() ? path : base.replaceAll("/+$", "") + "/" + path;
  }

  private boolean usable(Directory directory) {
    return directory.writable() && mounted(directory.path()).map(Mount::writable).orElse(true);
  }

  /// The last of the deepest ones is what is seen.
  private Optional<Mount> mounted(String path) {
    return mounts.stream()
        .filter(mount -> mount.holds(path))
        .reduce((one, other) -> other.point().length() >= one.point().length() ? other : one);
  }

  /// Why no configuration can be brought to it, in words, with what to do; empty where one can.
  ///
  /// @param live where Sallyport writes the configuration
  Optional<String> problem(String live) {
    if (noNginx) {
      return Optional.of(
          "it has the label of a proxy, but no Nginx: no master process runs in it and no program"
              + " `nginx` is on its PATH; take the label off, or give it an image with Nginx");
    }
    String directory = live.substring(0, Math.max(1, live.lastIndexOf('/')));
    if (liveIsDirectory) {
      return Optional.of(
          "%s is a directory in it (Docker makes one where a file to mount is missing); mount a"
                  .formatted(live)
              + " directory at %s instead of a file".formatted(directory));
    }
    if (mounts.stream().anyMatch(mount -> mount.point().equals(live))) {
      return Optional.of(
          "%s is mounted into it as a single file, which cannot be replaced; mount a directory at"
                  .formatted(live)
              + " %s, or copy the file into the image".formatted(directory));
    }
    Optional<String> other = otherFile(live);
    if (other.isPresent()) {
      return Optional.of(
          "its Nginx runs %s, but the setting `ConfigPath` is %s, which it never reads; write"
                  .formatted(other.get(), live)
              + " ConfigPath = \"%s\" into its extension".formatted(other.get()));
    }
    if (!mounted(directory).map(Mount::writable).orElse(true)) {
      return Optional.of(
          "%s is on a read-only file system in it; mount a volume at %s"
              .formatted(directory, directory));
    }
    return writable
        ? Optional.empty()
        : Optional.of(
            "its user (uid %s) cannot write to %s; let the image give that directory to it"
                .formatted(NginxCapabilities.isPath("/" + uid) ? uid : "?", directory));
  }

  /// The file that its Nginx runs, where that is another one than ours.
  private Optional<String> otherFile(String live) {
    if (!running || sameFile || includes) {
      return Optional.empty();
    }
    String file = arguments.config().map(this::absolute).orElse(builtConfig);
    return Optional.of(file).filter(NginxCapabilities::isPath).filter(path -> !path.equals(live));
  }
}
