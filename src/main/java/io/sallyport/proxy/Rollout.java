package io.sallyport.proxy;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.Reload;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Brings a configuration to one proxy container: copied beside the live file, tested by the
/// proxy's own binary, put in its place by one rename, made effective and verified, all by one
/// command of its [ProxyDriver].
///
/// Whatever fails, the live file is one that this proxy's binary has accepted.
public final class Rollout {
  /// The script bounds its own steps: 20 s for another rollout, 40 s for the test, 5 s for the
  /// master, 30 s for each of two reloads. This is for one that hangs all the same.
  private static final Duration ACTIVATION_LIMIT = Duration.ofSeconds(150);

  private static final Pattern TIMED =
      Pattern.compile(
          "(-|\\d{1,10}\\.\\d{1,3}) (-|\\d{1,10}\\.\\d{1,3}) (-|newer)(?: (\\w{1,64}))?");

  private static final int READABLE = 0644;

  /// Certificates too: Nginx's master, which reads them, is root.
  private static final int FOR_ROOT_ALONE = 0600;

  private final ContainerAccess access;
  private final ProxyDriver driver;
  private final ProxySettings settings;
  private final InstantSource clock;
  private final Consumer<CertificateSet> copying;

  public Rollout(
      ContainerAccess access, ProxyDriver driver, ProxySettings settings, InstantSource clock) {
    this(access, driver, settings, clock, any -> {});
  }

  /// @param copying hears of certificates that are about to be sent, since the proxy lacks them
  public Rollout(
      ContainerAccess access,
      ProxyDriver driver,
      ProxySettings settings,
      InstantSource clock,
      Consumer<CertificateSet> copying) {
    this.copying = copying;
    this.access = access;
    this.driver = driver;
    this.settings = settings;
    this.clock = clock;
  }

  /// Certificates are sent only to a proxy that says that it lacks them, so that a key does not
  /// travel with each change of a route.
  ///
  /// @param running what the proxy is known to run; nothing where that is not known
  public RolloutResult apply(
      String containerId, ProxyConfig config, Optional<ProxyConfig> running) {
    Plan plan = plan(config, running);
    return run(containerId, config, plan, running.filter(any -> !plan.reloads()), false);
  }

  /// What would be done to bring a configuration to a proxy.
  ///
  /// @param running what the proxy is known to run; nothing where that is not known
  public Plan plan(ProxyConfig config, Optional<ProxyConfig> running) {
    return running.map(known -> driver.plan(known, config)).orElseGet(Plan.FullReload::new);
  }

  /// Has the proxy's own binary test a configuration, and nothing more.
  ///
  /// @return `Unchanged` where it accepts it, or why not
  public RolloutResult test(String containerId, ProxyConfig config) {
    return run(containerId, config, new Plan.FullReload(), Optional.empty(), true);
  }

  /// @param basis what the proxy must run for the plan to be right
  private RolloutResult run(
      String containerId,
      ProxyConfig config,
      Plan plan,
      Optional<ProxyConfig> basis,
      boolean testOnly) {
    Instant start = clock.instant();
    String token = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    ProxyFiles files = ProxyFiles.of(settings, containerId, token);
    Activation activation =
        new Activation(settings, files, config, plan, basis.map(ProxyConfig::version), testOnly);
    try {
      ExecResult run = run(containerId, activation, List.of());
      if (run.exitCode() == ActivationCode.LACKS_CERTIFICATES.exitCode()) {
        copying.accept(config.certificates());
        run = run(containerId, activation, certificates(files, config));
      } else if (run.exitCode() == ActivationCode.PLAN_OUTDATED.exitCode() && basis.isPresent()) {
        return run(containerId, config, new Plan.FullReload(), Optional.empty(), testOnly);
      }
      return result(run, activation, Duration.between(start, clock.instant()));
    } catch (EngineException failure) {
      return new Failed(failure.getMessage());
    }
  }

  private ExecResult run(String containerId, Activation activation, List<CopiedFile> certificates) {
    ProxyFiles files = activation.files();
    ProxyConfig config = activation.config();
    String text =
        files
            .certificates()
            .map(folders -> folders.resolve(config.rendered().text(), config.certificates()))
            .orElse(config.rendered().text());
    List<CopiedFile> copied = new ArrayList<>(certificates);
    copied.add(new CopiedFile(files.staged(), driver.delivered(text), READABLE));
    if (!config.notes().isEmpty() && !activation.testOnly()) {
      copied.add(
          new CopiedFile(
              files.stagedNotes(), Notes.write(config.version(), config.notes()), READABLE));
    }
    return access.deliver(
        containerId, files.target(), copied, driver.activation(activation), ACTIVATION_LIMIT);
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
  /// whether its file was newer than the note of the version that ran before, and that version.
  private Applied applied(Plan done, Duration took, String said) {
    Matcher timed = TIMED.matcher(said.substring(said.lastIndexOf('\n') + 1));
    if (!timed.matches()) {
      return new Applied(done, took, "", false, Optional.empty());
    }
    String replaced = Optional.ofNullable(timed.group(4)).orElse("");
    boolean newer = timed.group(3).equals("newer");
    if (timed.group(1).equals("-") || timed.group(2).equals("-")) {
      return new Applied(done, took, replaced, newer, Optional.empty());
    }
    BigDecimal seconds = new BigDecimal(timed.group(2)).subtract(new BigDecimal(timed.group(1)));
    Duration verified = Duration.ofMillis(seconds.movePointRight(3).longValue());
    if (verified.isNegative() || verified.compareTo(ACTIVATION_LIMIT) > 0) {
      return new Applied(done, took, replaced, newer, Optional.empty());
    }
    Reload reload = new Reload(clock.instant().minus(verified), verified);
    return new Applied(done, took, replaced, newer, Optional.of(reload));
  }

  private RolloutResult result(ExecResult run, Activation activation, Duration took) {
    ProxyFiles files = activation.files();
    ProxyConfig config = activation.config();
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
      case APPLIED -> applied(done(activation.plan()), took, said);
      case UNCHANGED, TESTED -> new Unchanged();
      case REFUSED -> new Refused(driver.refusal(said));
      case CANNOT_SWAP ->
          new Failed("the configuration file cannot be replaced: " + said.replace("\n", "; "));
      case LACKS_CERTIFICATES ->
          new Failed(
              "the certificates did not arrive in the proxy; if a tmpfs is mounted at"
                  + " `SSLCertPath`, mount a volume");
      case CANNOT_KEEP_CERTIFICATES ->
          new Failed("the certificates cannot be put into `SSLCertPath`: " + said);
      case NOT_RUNNING, BUSY, PLAN_OUTDATED -> new Failed(said);
      case ROLLED_BACK -> new RolledBack(said);
    };
  }

  /// What was changed although the plan was to change nothing was found out in the proxy, and took
  /// a reload.
  private static Plan done(Plan plan) {
    return plan instanceof Plan.Nothing ? new Plan.FullReload() : plan;
  }
}
