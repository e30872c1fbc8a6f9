package io.sallyport.cli;

import io.sallyport.cli.Checklist.Fault;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.Permission;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.docker.json.SnapshotException;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import java.util.List;
import java.util.Optional;

/// Checks the engine, and each right that is needed there.
final class EngineCheck {
  private final Checklist list;

  EngineCheck(Checklist list) {
    this.list = list;
  }

  /// What runs, and what proxies say of themselves; empty where that could not be seen.
  Optional<Inputs.Target.Observed> look(Settings settings, Inputs.Target target) {
    try {
      Optional<Snapshot> saved = target.snapshot();
      if (saved.isPresent()) {
        Observation seen = saved.get().observation();
        list.right("snapshot", "taken of " + seen.engine().version());
        list.note("engine", "not asked, since there is --snapshot");
        return Optional.of(new Inputs.Target.Observed(seen, ProxyProbes.saved(saved.get())));
      }
    } catch (SnapshotException wrong) {
      list.wrong(Fault.INPUT, "snapshot", wrong.getMessage());
      return Optional.empty();
    }
    try {
      return EngineCallProgress.query(settings, engine -> look(engine, settings));
    } catch (InputException unusable) {
      list.wrong(Fault.INPUT, "engine", address(unusable));
      return Optional.empty();
    }
  }

  private Optional<Inputs.Target.Observed> look(DockerEngine engine, Settings settings) {
    boolean allowed;
    try {
      allowed = permissions(engine.permissions());
    } catch (EngineException silent) {
      list.wrong(Fault.ENVIRONMENT, "engine", address(silent));
      return Optional.empty();
    }
    try {
      Observation seen = engine.source().observeAll();
      ProxyProbes proxies = ProxyProbes.ask(engine.access(), settings, seen);
      String answers = settings.get(Setting.DOCKER_URL) + ", " + engine.version();
      if (seen.nodes().complete()) {
        list.right("engine", answers);
      } else {
        list.wrong(
            Fault.ENVIRONMENT,
            "engine",
            "%s, has no view of %s; what runs there is not checked"
                .formatted(answers, String.join(", ", seen.nodes().describeLost())));
      }
      return Optional.of(new Inputs.Target.Observed(seen, proxies));
    } catch (EngineException refused) {
      if (allowed) {
        list.wrong(Fault.ENVIRONMENT, "engine", address(refused));
      } else {
        list.note("proxies, labels", "not checked: " + refused.getMessage());
      }
      return Optional.empty();
    }
  }

  /// Messages about an engine begin with `engine ADDRESS`.
  private static String address(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).replaceFirst("^engine ", "");
  }

  /// @return true when all that is needed is allowed
  private boolean permissions(List<Permission> found) {
    for (Permission permission : found) {
      String endpoint = permission.endpoint().toString();
      if (permission.problem().isEmpty()) {
        list.right("access", endpoint);
      } else {
        list.wrong(
            Fault.ENVIRONMENT,
            "access",
            "%s %s; without it %s; allow it where the engine's socket is filtered (docs/engine-access.md)"
                .formatted(endpoint, permission.problem().get(), permission.endpoint().without()));
      }
    }
    return found.stream().allMatch(permission -> permission.problem().isEmpty());
  }
}
