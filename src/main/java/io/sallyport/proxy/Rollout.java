package io.sallyport.proxy;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.Reload;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.proxy.nginx.Capabilities;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings a configuration to one proxy container: copied beside the live file, tested by the
/// proxy's own binary, put in its place by one rename, reloaded, and verified by the proxy's new
/// workers.
///
/// Whatever fails, the live file is one that this proxy's binary has accepted.
public final class Rollout {
  /// The script bounds its own steps: 20 s for another rollout, 40 s for the test, 5 s for the
  /// master, 30 s for each of two reloads. This is for one that hangs all the same.
  private static final Duration ACTIVATION_LIMIT = Duration.ofSeconds(150);

  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(10);

  /// What fits into one command, with paths of usual length. How it is said that a proxy lacks a
  /// file; others say it in their own words.
  public static final String CANNOT_READ = "cannot read ";

  private static final Pattern UNUSABLE = Pattern.compile("(p?)(\\d{1,5})");
  private static final int MOST_FILES = 1000;

  private static final Pattern TIMED =
      Pattern.compile("(-|\\d{1,10}\\.\\d{1,3}) (-|\\d{1,10}\\.\\d{1,3})(?: (\\w{1,64}))?");

  /// It waits a moment for an Nginx that is about to start.
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(15);

  /// What engines say, as output or as an error: OCI runtimes runc and crun.
  private static final Pattern NO_SHELL =
      Pattern.compile(
          "(?s)[\"`']sh[\"`'].*(executable file not found|no such file or directory)"
              + "|executable file `sh` not found");

  private static final Set<Integer> NO_COMMAND = Set.of(126, 127);

  private static final Probe WITHOUT_SHELL =
      new Probe(
          Capabilities.BASELINE,
          false,
          Optional.of(
              "its image has no shell (`sh`), by which Sallyport tests and reloads it from inside;"
                  + " use an image with one, or add busybox to it (docs/proxies.md)"));

  private static final int READABLE = 0644;

  /// Certificates too: Nginx's master, which reads them, is root.
  private static final int FOR_ROOT_ALONE = 0600;

  private final ContainerAccess access;
  private final ProxyKind kind;
  private final ProxySettings settings;
  private final InstantSource clock;
  private final Consumer<CertificateSet> copying;

  public Rollout(
      ContainerAccess access, ProxyKind kind, ProxySettings settings, InstantSource clock) {
    this(access, kind, settings, clock, any -> {});
  }

  /// @param copying hears of certificates that are about to be sent, since the proxy lacks them
  public Rollout(
      ContainerAccess access,
      ProxyKind kind,
      ProxySettings settings,
      InstantSource clock,
      Consumer<CertificateSet> copying) {
    this.copying = copying;
    this.access = access;
    this.kind = kind;
    this.settings = settings;
    this.clock = clock;
  }

  /// Certificates are sent only to a proxy that says that it lacks them, so that a key does not
  /// travel with each change of a route.
  public RolloutResult apply(String containerId, ProxyConfig config) {
    return run(containerId, config, false);
  }

  /// Has the proxy's own binary test a configuration, and nothing more.
  ///
  /// @return `Unchanged` where it accepts it, or why not
  public RolloutResult test(String containerId, ProxyConfig config) {
    return run(containerId, config, true);
  }

  /// Asks a proxy what it can do, by one command that changes nothing.
  ///
  /// @throws EngineException when it cannot be asked
  public Probe probe(String containerId) {
    try {
      ExecResult run =
          access.deliver(containerId, "/", List.of(), kind.probe(settings), PROBE_LIMIT);
      return NO_COMMAND.contains(run.exitCode()) && NO_SHELL.matcher(run.output()).find()
          ? WITHOUT_SHELL
          : kind.probed(settings, run.output());
    } catch (EngineException failure) {
      if (NO_SHELL.matcher(String.valueOf(failure.getMessage())).find()) {
        return WITHOUT_SHELL;
      }
      throw failure;
    }
  }

  /// Which files the proxy cannot use, and why; those that come with the configuration it can.
  ///
  /// @param files absolute paths
  /// @param others those of them that are no certificates or keys
  /// @throws EngineException when it cannot be found out
  public Map<String, String> unusable(
      String containerId, ProxyConfig config, Collection<String> files, Set<String> others) {
    CertificateFolders folders =
        ProxyFiles.of(settings, containerId, "").certificates().orElse(null);
    List<String> asked =
        files.stream()
            .filter(file ->
                folders == null || folders.resolve(file, config.certificates()).equals(file))
            .sorted(Comparator.comparing(others::contains)) // False comes first.
            .toList();
    Map<String, String> unusable = new TreeMap<>();
    for (int i = 0; i < asked.size(); i += MOST_FILES) {
      List<String> some = asked.subList(i, Math.min(asked.size(), i + MOST_FILES));
      int pem = (int) some.stream().filter(file -> !others.contains(file)).count();
      ExecResult run =
          access.exec(
              containerId,
              kind.unusable(some.subList(0, pem), some.subList(pem, some.size())),
              QUESTION_LIMIT);
      run.output().lines().forEach(line -> note(line, some, unusable));
    }
    return unusable;
  }

  /// What a proxy says is input: a number of none of the files says nothing.
  private static void note(String line, List<String> files, Map<String, String> unusable) {
    Matcher number = UNUSABLE.matcher(line);
    if (number.matches() && Integer.parseInt(number.group(2)) < files.size()) {
      String file = files.get(Integer.parseInt(number.group(2)));
      unusable.put(
          file,
          number.group(1).isEmpty()
              ? CANNOT_READ + "\"" + file + "\""
              : "\"" + file + "\" holds no certificate or key (PEM)");
    }
  }

  /// Whether the proxy shows that it has each file of a set, all of it in one of our folders. It
  /// learns nothing of the set by the question, and an answer fits that question alone.
  ///
  /// @throws EngineException when it cannot be found out
  public boolean possesses(String containerId, CertificateSet set) {
    Optional<CertificateFolders> folders = ProxyFiles.of(settings, containerId, "").certificates();
    if (folders.isEmpty()) {
      return false;
    }
    String challenge = CertificateProof.challenge();
    List<String> command = kind.possession(folders.get().pathPrefix(), challenge);
    String wanted = CertificateProof.of(set, challenge);
    return access
        .exec(containerId, command, QUESTION_LIMIT)
        .output()
        .lines()
        .anyMatch(line -> line.equals(wanted) || line.startsWith(wanted + " "));
  }

  /// Checksums of files in the proxy: the same while nobody changes them.
  ///
  /// @param files absolute paths
  /// @throws EngineException when it cannot be found out
  public String checksums(String containerId, Collection<String> files) {
    List<String> asked = files.stream().sorted().limit(MOST_FILES).toList();
    return access.exec(containerId, kind.checksums(asked), QUESTION_LIMIT).output();
  }

  /// Which hosts the proxy's live configuration serves names for: host names by name. Names that it
  /// does not serve are left out, and so are all where its template lists them in another way.
  ///
  /// @throws EngineException when it cannot be found out
  public Map<String, String> owners(String containerId, Collection<String> names) {
    List<String> asked = names.stream().sorted().limit(MOST_FILES).toList();
    ProxyFiles files = ProxyFiles.of(settings, containerId, "");
    ExecResult run = access.exec(containerId, kind.owners(files, asked), QUESTION_LIMIT);
    Map<String, String> owners = new TreeMap<>();
    for (String line : run.output().lines().toList()) {
      String[] pair = line.split(" ", -1);
      if (pair.length == 2 && asked.contains(pair[0])) {
        owners.putIfAbsent(pair[0], pair[1]);
      }
    }
    return owners;
  }

  /// What was noted beside the configuration that the proxy runs. Nothing where there are no notes,
  /// or others than those of the version that it runs, as after a rollout by an older release.
  ///
  /// @throws EngineException when it cannot be found out
  public Optional<Notes> notes(String containerId) {
    ProxyFiles files = ProxyFiles.of(settings, containerId, "");
    Instant end = clock.instant().plus(QUESTION_LIMIT);
    if (access.exec(containerId, kind.notes(files, 1), QUESTION_LIMIT).exitCode() != 0) {
      return Optional.empty();
    }
    String file =
        LiveFile.read(line -> {
          if (clock.instant().isAfter(end)) {
            throw new EngineException("the notes in the proxy have no end");
          }
          return access.exec(containerId, kind.notes(files, line), QUESTION_LIMIT).output();
        });
    String loaded = access.exec(containerId, kind.loaded(files), QUESTION_LIMIT).output().strip();
    return Notes.read(file).filter(notes -> notes.format() > Notes.FORMAT || notes.areOf(loaded));
  }

  /// The proxy's live configuration, as it would be before certificates got folders of their own.
  ///
  /// @throws EngineException when it cannot be read
  public String live(String containerId) {
    ProxyFiles files = ProxyFiles.of(settings, containerId, "");
    String text =
        LiveFile.read(line -> {
          ExecResult run = access.exec(containerId, kind.live(files, line), QUESTION_LIMIT);
          if (run.exitCode() != 0) {
            throw new EngineException(
                "%s cannot be read in the proxy: %s"
                    .formatted(files.path(files.live()), run.output().strip()));
          }
          return run.output();
        });
    return files.certificates().map(folders -> folders.unresolve(text)).orElse(text);
  }

  private RolloutResult run(String containerId, ProxyConfig config, boolean testOnly) {
    Instant start = clock.instant();
    String token = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    ProxyFiles files = ProxyFiles.of(settings, containerId, token);
    try {
      ExecResult run = run(containerId, files, config, List.of(), testOnly);
      if (run.exitCode() == ActivationCode.LACKS_CERTIFICATES.exitCode()) {
        copying.accept(config.certificates());
        run = run(containerId, files, config, certificates(files, config), testOnly);
      }
      return result(run, files, config, Duration.between(start, clock.instant()));
    } catch (EngineException failure) {
      return new Failed(failure.getMessage());
    }
  }

  private ExecResult run(
      String containerId,
      ProxyFiles files,
      ProxyConfig config,
      List<CopiedFile> certificates,
      boolean testOnly) {
    String text =
        files
            .certificates()
            .map(folders -> folders.resolve(config.rendered().text(), config.certificates()))
            .orElse(config.rendered().text());
    List<CopiedFile> copied = new ArrayList<>(certificates);
    copied.add(new CopiedFile(files.staged(), text, READABLE));
    if (!config.notes().isEmpty() && !testOnly) {
      copied.add(
          new CopiedFile(
              files.stagedNotes(), Notes.write(config.version(), config.notes()), READABLE));
    }
    List<String> activation = kind.activation(settings, files, config, testOnly);
    return access.deliver(containerId, files.target(), copied, activation, ACTIVATION_LIMIT);
  }

  private static List<CopiedFile> certificates(ProxyFiles files, ProxyConfig config) {
    return config.certificates().files().entrySet().stream()
        .map(file ->
            new CopiedFile(
                files.stagedCertificates() + "/" + file.getKey(),
                file.getValue(),
                StandardCharsets.ISO_8859_1,
                FOR_ROOT_ALONE))
        .toList();
  }

  /// The script says how long the proxy had been up at HUP and when it was verified, to 10 ms, and
  /// which version ran before.
  private Applied applied(Duration took, String said) {
    Matcher timed = TIMED.matcher(said.substring(said.lastIndexOf('\n') + 1));
    if (!timed.matches()) {
      return new Applied(took, "", Optional.empty());
    }
    String replaced = Optional.ofNullable(timed.group(3)).orElse("");
    if (timed.group(1).equals("-") || timed.group(2).equals("-")) {
      return new Applied(took, replaced, Optional.empty());
    }
    BigDecimal seconds = new BigDecimal(timed.group(2)).subtract(new BigDecimal(timed.group(1)));
    Duration verified = Duration.ofMillis(seconds.movePointRight(3).longValue());
    if (verified.isNegative() || verified.compareTo(ACTIVATION_LIMIT) > 0) {
      return new Applied(took, replaced, Optional.empty());
    }
    Reload reload = new Reload(clock.instant().minus(verified), verified);
    return new Applied(took, replaced, Optional.of(reload));
  }

  private RolloutResult result(
      ExecResult run, ProxyFiles files, ProxyConfig config, Duration took) {
    String named =
        run.output().strip().replace(files.path(files.staged()), files.path(files.live()));
    String said =
        files
            .certificates()
            .map(folders -> folders.unresolve(named, config.certificates()))
            .orElse(named);
    Optional<ActivationCode> code = ActivationCode.of(run.exitCode());
    if (code.isEmpty()) {
      return new Failed(
          "the activation script ended with exit code " + run.exitCode() + ": " + said);
    }
    return switch (code.get()) {
      case APPLIED -> applied(took, said);
      case UNCHANGED, TESTED -> new Unchanged();
      case REFUSED -> new Refused(kind.refusal(said));
      case CANNOT_SWAP ->
          new Failed("the configuration file cannot be replaced: " + said.replace("\n", "; "));
      case LACKS_CERTIFICATES ->
          new Failed(
              "the certificates did not arrive in the proxy; if a tmpfs is mounted at"
                  + " `SSLCertPath`, mount a volume");
      case CANNOT_KEEP_CERTIFICATES ->
          new Failed("the certificates cannot be put into `SSLCertPath`: " + said);
      case NOT_RUNNING, BUSY -> new Failed(said);
      case ROLLED_BACK -> new RolledBack(said);
    };
  }
}
