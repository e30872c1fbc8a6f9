package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.engine.Engine;
import io.sallyport.engine.Engine.CopiedFile;
import io.sallyport.engine.Engine.ExecResult;
import io.sallyport.engine.EngineException;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.render.RenderedConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Brings a configuration to one proxy container: copied beside the live file, tested by the
/// proxy's own binary, put in its place by one rename, reloaded, and verified by the proxy's new
/// workers.
///
/// Whatever fails, the live file is one that this proxy's binary has accepted.
public final class Rollout {
  /// The script bounds its own steps: 20 s for another rollout, 40 s for the test, 5 s for the
  /// master, 30 s for each of two reloads. This is for one that hangs all the same.
  private static final Duration ACTIVATION_LIMIT = Duration.ofSeconds(150);

  private static final int READABLE = 0644;

  private final Engine engine;
  private final ProxyKind kind;
  private final ProxySettings settings;
  private final InstantSource clock;

  public Rollout(Engine engine, ProxyKind kind, ProxySettings settings, InstantSource clock) {
    this.engine = engine;
    this.kind = kind;
    this.settings = settings;
    this.clock = clock;
  }

  public RolloutResult apply(String containerId, RenderedConfig config) {
    Instant start = clock.instant();
    String token = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    ProxyFiles files = ProxyFiles.of(settings.get(Setting.CONFIG_PATH), containerId, token);
    try {
      engine.copyInto(
          containerId,
          files.target(),
          List.of(new CopiedFile(files.staged(), config.text(), READABLE)));
      ExecResult run =
          engine.exec(
              containerId, kind.activation(settings, files, config.version()), ACTIVATION_LIMIT);
      return result(run, files, Duration.between(start, clock.instant()));
    } catch (EngineException failure) {
      return new Failed(failure.getMessage());
    }
  }

  private RolloutResult result(ExecResult run, ProxyFiles files, Duration took) {
    String said =
        run.output().strip().replace(files.path(files.staged()), files.path(files.live()));
    Optional<ActivationCode> code = ActivationCode.of(run.exitCode());
    if (code.isEmpty()) {
      return new Failed(
          "the activation script ended with exit code " + run.exitCode() + ": " + said);
    }
    return switch (code.get()) {
      case APPLIED -> new Applied(took);
      case UNCHANGED -> new Unchanged();
      case REFUSED -> new Refused(kind.refusal(said));
      case CANNOT_SWAP ->
          new Failed(
              "the configuration file cannot be replaced: "
                  + said
                  + " (a directory may be mounted there, a single file may not)");
      case NOT_RUNNING, BUSY -> new Failed(said);
      case ROLLED_BACK -> new RolledBack(said);
    };
  }
}
