package io.sallyport.proxy;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks proxy containers what they can do, what they run and which files they have. Changes nothing
/// in them; what they say is input.
public final class ProxyReader {
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(10);

  /// How it is said that a proxy lacks a file; others say it in their own words.
  public static final String CANNOT_READ = "cannot read ";

  private static final Pattern UNUSABLE = Pattern.compile("([dp]?)(\\d{1,5})");

  /// What fits into one command, with paths of usual length.
  private static final int MOST_FILES = 1000;

  /// How many files may be asked for their certificates at once: what fits into one answer, with
  /// certificates of usual size.
  public static final int MOST_CERTIFICATES = 12;

  /// It waits a moment for a proxy that is about to start.
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(15);

  private final ContainerAccess access;
  private final ProxyDriver driver;
  private final ProxySettings settings;
  private final InstantSource clock;

  /// Asks proxies of one extension.
  public ProxyReader(
      ContainerAccess access, ProxyDriver driver, ProxySettings settings, InstantSource clock) {
    this.access = access;
    this.driver = driver;
    this.settings = settings;
    this.clock = clock;
  }

  /// Asks a proxy what it can do, by one command that changes nothing.
  ///
  /// @throws EngineException when it cannot be asked
  public Probe probe(String containerId) {
    try {
      ExecResult run =
          access.deliver(containerId, "/", List.of(), driver.probe(settings), PROBE_LIMIT);
      return NoShell.shows(run)
          ? NoShell.probe(driver.baseline())
          : driver.probed(settings, run.output());
    } catch (EngineException failure) {
      if (NoShell.shows(failure)) {
        return NoShell.probe(driver.baseline());
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
              FileQuestions.unusable(some.subList(0, pem), some.subList(pem, some.size())),
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
          switch (number.group(1)) {
            case "d" -> CANNOT_READ + "\"" + file + "\": it is a directory";
            case "p" -> "\"" + file + "\" holds no certificate or key (PEM)";
            default -> CANNOT_READ + "\"" + file + "\"";
          });
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
    List<String> command = FileQuestions.possession(folders.get().pathPrefix(), challenge);
    String wanted = CertificateProof.of(set, challenge);
    return access
        .exec(containerId, command, QUESTION_LIMIT)
        .output()
        .lines()
        .anyMatch(line -> line.equals(wanted) || line.startsWith(wanted + " "));
  }

  /// What the certificates say that are first in files of the proxy. Keys are not read. Files that
  /// are left out could not be asked for within one answer.
  ///
  /// @param files absolute paths, of which the first ones are asked for
  /// @throws EngineException when it cannot be found out
  public Map<String, Optional<CertificateFacts>> certificates(
      String containerId, Collection<String> files) {
    List<String> asked = files.stream().limit(MOST_CERTIFICATES).toList();
    ExecResult run =
        access.deliver(
            containerId, "/", List.of(), FileQuestions.certificates(asked), QUESTION_LIMIT);
    return CertificateAnswer.read(asked, run.output());
  }

  /// What stays the same while nobody else writes the live configuration. Nothing where that cannot
  /// be had cheaply, or a rollout is going on.
  ///
  /// @throws EngineException when it cannot be found out
  public Optional<LiveMark> mark(String containerId) {
    ProxyFiles files = ProxyFiles.of(settings, containerId, "");
    return access
        .ask(
            containerId,
            FileQuestions.mark(
                files.path(files.live()), files.path(files.loaded()), files.path(files.lock())))
        .flatMap(LiveMark::of);
  }

  /// Checksums of files in the proxy: the same while nobody changes them.
  ///
  /// @param files absolute paths
  /// @throws EngineException when it cannot be found out
  public String checksums(String containerId, Collection<String> files) {
    List<String> asked = files.stream().sorted().limit(MOST_FILES).toList();
    return access.exec(containerId, FileQuestions.checksums(asked), QUESTION_LIMIT).output();
  }

  /// Which hosts the proxy's live configuration serves names for: host names by name. Names that it
  /// does not serve are left out, and so are all where its template lists them in another way.
  ///
  /// @throws EngineException when it cannot be found out
  public Map<String, String> owners(String containerId, Collection<String> names) {
    List<String> asked = names.stream().sorted().limit(MOST_FILES).toList();
    ProxyFiles files = ProxyFiles.of(settings, containerId, "");
    ExecResult run = access.exec(containerId, driver.owners(files, asked), QUESTION_LIMIT);
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
    String notes = files.path(files.notes());
    Instant end = clock.instant().plus(QUESTION_LIMIT);
    if (access.exec(containerId, FileQuestions.part(notes, 1), QUESTION_LIMIT).exitCode() != 0) {
      return Optional.empty();
    }
    String file =
        LiveFile.read(line -> {
          if (clock.instant().isAfter(end)) {
            throw new EngineException("the notes in the proxy have no end");
          }
          return access.exec(containerId, FileQuestions.part(notes, line), QUESTION_LIMIT).output();
        });
    String loaded =
        access
            .exec(containerId, FileQuestions.beginning(files.path(files.loaded())), QUESTION_LIMIT)
            .output()
            .strip();
    return Notes.read(file).filter(each -> each.format() > Notes.FORMAT || each.areOf(loaded));
  }

  /// The proxy's live configuration, as it would be before certificates got folders of their own.
  ///
  /// @throws EngineException when it cannot be read
  public String live(String containerId) {
    ProxyFiles files = ProxyFiles.of(settings, containerId, "");
    String text =
        LiveFile.read(line -> {
          ExecResult run =
              access.exec(
                  containerId, FileQuestions.part(files.path(files.live()), line), QUESTION_LIMIT);
          if (run.exitCode() != 0) {
            throw new EngineException(
                "%s cannot be read in the proxy: %s"
                    .formatted(files.path(files.live()), run.output().strip()));
          }
          return run.output();
        });
    return driver.undelivered(
        files.certificates().map(folders -> folders.unresolve(text)).orElse(text));
  }
}
