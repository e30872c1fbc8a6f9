package io.sallyport.proxy.nginx;

import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the activation script does in a container of a [FakeEngine], step by step, with each step
/// able to fail. The script itself is tried in real containers by [NginxActivationIT].
public final class FakeNginx {
  /// A configuration with this text in it, or in a file that it names, is refused.
  public static final String REFUSED = "refuse this";

  private static final int ARGUMENTS = 4;

  /// The baseline.
  private static final String RUNNING =
      "version nginx/1.22.0\nother yes /dev/shm\nmemory tmpfs rw,size=65536k\nuid 0\nmaster nginx\nsame-file\nfile-pid /var/run/nginx.pid;\nend\n";

  private static final Pattern SERVER_NAME = Pattern.compile("server_name ([^;]+);");

  private final FakeEngine engine;
  private final Set<Step> failing = EnumSet.noneOf(Step.class);
  private final Map<String, String> probes = new ConcurrentHashMap<>();
  private final Map<String, String> noted = new ConcurrentHashMap<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Map<String, Set<String>> missing = new ConcurrentHashMap<>();
  private final Map<String, List<String>> taken = new ConcurrentHashMap<>();
  private final Map<String, String> rolledOut = new ConcurrentHashMap<>();

  /// What the probe says from now on.
  public void says(String containerId, String facts) {
    probes.put(containerId, facts);
  }

  /// It notes lines about servers that failed, which the next one who asks takes away.
  public void notes(String containerId, String lines) {
    noted.put(containerId, lines);
  }

  /// What can fail.
  public enum Step {
    FIND_MASTER,
    SWAP,
    BREAK_OFF,
    RELOAD,
    TRY_CONNECTIONS
  }

  /// Answers every command in the engine's containers from now on.
  public FakeNginx(FakeEngine engine) {
    this.engine = engine;
    engine.onExec(this::run);
  }

  public void fail(Step step) {
    failing.add(step);
  }

  public void heal() {
    failing.clear();
  }

  /// The configuration that the proxy's workers run; empty before the first reload.
  public String running(String containerId) {
    List<String> all = taken(containerId);
    return all.isEmpty() ? "" : all.getLast();
  }

  /// Another makes the proxy run a configuration of its own.
  public void runs(String containerId, String config) {
    engine.write(containerId, "/etc/nginx/nginx.conf", config);
    take(containerId, config);
  }

  /// How many configurations the proxy has refused.
  public int refusals() {
    return refusals.get();
  }

  /// A file that a configuration may name is not there.
  public void loses(String containerId, String path) {
    missing.computeIfAbsent(path, any -> ConcurrentHashMap.newKeySet()).add(containerId);
  }

  /// It is there.
  public void finds(String containerId, String path) {
    missing.getOrDefault(path, Set.of()).remove(containerId);
  }

  private List<String> missing(Container container, List<String> files) {
    return files.stream()
        .filter(file -> missing.getOrDefault(file, Set.of()).contains(container.id()))
        .toList();
  }

  /// How many reloads the proxy has taken, whoever asked for them.
  public int reloads(String containerId) {
    return taken(containerId).size();
  }

  /// All configurations that its workers have run, in their order.
  public List<String> taken(String containerId) {
    return List.copyOf(taken.getOrDefault(containerId, List.of()));
  }

  private void take(String containerId, String config) {
    taken.computeIfAbsent(containerId, any -> new CopyOnWriteArrayList<>()).add(config);
  }

  private ExecResult run(Container container, List<String> command) {
    if (command.getFirst().equals("[")) { // Whether nothing is noted.
      return new ExecResult(noted.containsKey(container.id()) ? 1 : 0, "");
    }
    List<String> arguments = command.subList(ARGUMENTS, command.size());
    if (command.get(2).startsWith("# Says what Nginx")) {
      return new ExecResult(0, probes.getOrDefault(container.id(), RUNNING));
    } else if (command.get(2).contains("! regular \"$f\"; then")) {
      List<String> files = arguments.subList(1, arguments.size()); // How many are PEM is the first.
      return new ExecResult(
          0,
          missing(container, files).stream()
              .map(file -> Integer.toString(files.indexOf(file)))
              .collect(Collectors.joining("\n")));
    } else if (command.get(2).contains("echo \"file $n\"")) {
      StringBuilder said = new StringBuilder();
      for (int i = 0; i < arguments.size(); i++) {
        said.append("file ").append(i).append('\n');
        engine
            .files(container.id())
            .getOrDefault(arguments.get(i), "")
            .lines()
            .forEach(line -> said.append('=').append(line).append('\n'));
        said.append("end ").append(i).append('\n');
      }
      return new ExecResult(0, said.toString());
    } else if (command.get(2).startsWith("ls -lin")) {
      return new ExecResult(0, mark(container.id(), arguments));
    } else if (command.get(2).contains("cksum < \"$f\"")) {
      return new ExecResult(0, "missing: " + missing(container, arguments));
    } else if (command.get(2).startsWith("live=$1; shift\n")) {
      return new ExecResult(0, owners(container, arguments));
    } else if (command.get(2).startsWith("exec 3<")) {
      String file = engine.files(container.id()).get(arguments.getFirst());
      return file == null
          ? new ExecResult(1, "no such file")
          : new ExecResult(
              0,
              "checksum\n"
                  + file.lines()
                      .skip(Long.parseLong(arguments.get(1)) - 1)
                      .map(line -> line + "\n")
                      .collect(Collectors.joining()));
    } else if (command.get(2).startsWith("# Prints what Nginx has noted")) {
      return new ExecResult(0, Objects.requireNonNullElse(noted.remove(container.id()), ""));
    } else if (command.get(2).startsWith("inner=$1")) {
      if (failing.contains(Step.TRY_CONNECTIONS)) {
        throw new EngineException("exec has not ended within 15 s");
      }
      return new ExecResult(0, "");
    } else if (command.get(2).startsWith("head -c")) {
      return new ExecResult(0, engine.files(container.id()).getOrDefault(arguments.getFirst(), ""));
    }
    String id = container.id();
    String live = arguments.get(0);
    String staged = arguments.get(1);
    String previous = arguments.get(2);
    String loaded = arguments.get(3);
    String version = arguments.get(5);
    String folders = arguments.get(6);
    String digest = arguments.get(7);
    Map<String, String> files = engine.files(id);
    if (!digest.isEmpty() && !hasFolder(files, folders + digest)) {
      if (!hasFolder(files, staged + ".certificates")) {
        engine.delete(id, staged);
        return new ExecResult(11, "");
      }
      bring(id, files, staged + ".certificates/", folders + digest + "/");
    }
    String config = files.getOrDefault(staged, "");
    if (version.equals(files.get(loaded)) && config.equals(files.get(live))) {
      engine.delete(id, staged);
      keepNotes(id, staged, loaded);
      return new ExecResult(10, "");
    }
    if (config.contains(REFUSED)) {
      engine.delete(id, staged);
      refusals.incrementAndGet();
      return new ExecResult(20, "nginx: [emerg] unknown directive in " + staged + ":1");
    }
    Optional<String> unfit =
        engine.files(id).entrySet().stream()
            .filter(file -> file.getValue().contains(REFUSED))
            .map(Map.Entry::getKey)
            .filter(path -> config.contains(path + ";"))
            .findFirst();
    if (unfit.isPresent()) {
      engine.delete(id, staged);
      refusals.incrementAndGet();
      return new ExecResult(
          20,
          "nginx: [emerg] SSL_CTX_use_PrivateKey(\""
              + unfit.get()
              + "\") failed (SSL: error:"
              + "05800074:x509 certificate routines::key values mismatch)");
    }
    Optional<String> absent =
        missing.keySet().stream()
            .filter(path ->
                missing.getOrDefault(path, Set.of()).contains(id) && config.contains(path + ";"))
            .findFirst();
    if (absent.isPresent()) {
      engine.delete(id, staged);
      refusals.incrementAndGet();
      return new ExecResult(20, "nginx: [emerg] cannot load certificate \"" + absent.get() + "\"");
    }
    if (arguments.get(8).equals("test")) {
      engine.delete(id, staged);
      return new ExecResult(12, "");
    }
    if (failing.contains(Step.FIND_MASTER)) {
      engine.delete(id, staged);
      return new ExecResult(40, "no nginx master process within 5 s");
    }
    if (failing.contains(Step.SWAP)) {
      engine.delete(id, staged);
      return new ExecResult(30, "mv: Device or resource busy");
    }
    String old = files.getOrDefault(live, "");
    String newer = old.equals(rolledOut.getOrDefault(id, old)) ? "-" : "newer";
    if (files.containsKey(live)) {
      engine.write(id, previous, old);
    }
    engine.move(id, staged, live);
    if (failing.contains(Step.BREAK_OFF)) {
      return new ExecResult(2, "sh: Cannot fork");
    }
    if (failing.contains(Step.RELOAD)) {
      engine.delete(id, loaded);
      if (files.containsKey(live)) {
        engine.move(id, previous, live);
      }
      return new ExecResult(50, "no new workers");
    }
    take(id, config);
    rolledOut.put(id, config);
    engine.write(id, loaded, version);
    keepNotes(id, staged, loaded);
    return new ExecResult(
        0, "812.40 812.40 " + newer + " " + files.getOrDefault(loaded, "") + "\n");
  }

  private String mark(String id, List<String> arguments) {
    Map<String, String> files = engine.files(id);
    String live = files.getOrDefault(arguments.getFirst(), "");
    return "inode %d\n%sloaded %s\n"
        .formatted(
            live.hashCode(),
            live.equals(rolledOut.getOrDefault(id, live)) ? "" : "newer\n",
            files.getOrDefault(arguments.get(1), ""));
  }

  private void keepNotes(String id, String staged, String loaded) {
    String notes = loaded.replaceAll("loaded$", "notes");
    String kept = engine.files(id).getOrDefault(notes, "");
    if (engine.files(id).containsKey(staged + ".notes")
        && (kept.isEmpty() || kept.startsWith("sallyport-notes 1\n"))) {
      engine.move(id, staged + ".notes", notes);
    }
  }

  private String owners(Container container, List<String> arguments) {
    StringBuilder owners = new StringBuilder();
    String live = engine.files(container.id()).getOrDefault(arguments.getFirst(), "");
    Matcher served = SERVER_NAME.matcher(live);
    while (served.find()) {
      List<String> names = List.of(served.group(1).split(" ", -1));
      arguments.stream()
          .skip(1)
          .filter(names::contains)
          .forEach(name -> owners.append(name + " " + names.getFirst() + "\n"));
    }
    return owners.toString();
  }

  private static boolean hasFolder(Map<String, String> files, String folder) {
    return files.keySet().stream().anyMatch(path -> path.startsWith(folder + "/"));
  }

  private void bring(String id, Map<String, String> files, String from, String to) {
    files.keySet().stream()
        .filter(path -> path.startsWith(from))
        .forEach(path -> engine.move(id, path, to + path.substring(from.length())));
  }
}
