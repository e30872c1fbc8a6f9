package io.sallyport.proxy;

import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How it shows that a proxy's image has no shell, as output of a command or as an error.
final class NoShell {
  /// In the words of the OCI runtimes runc and crun.
  private static final Pattern SAID =
      Pattern.compile(
          "(?s)[\"`']sh[\"`'].*(executable file not found|no such file or directory)"
              + "|executable file `sh` not found");

  private static final Set<Integer> NO_COMMAND = Set.of(126, 127);

  private static final String PROBLEM =
      "its image has no shell (`sh`), by which Sallyport tests and reloads it from inside;"
          + " use an image with one, or add busybox to it (docs/proxies.md)";

  private NoShell() {}

  static boolean shows(ExecResult run) {
    return NO_COMMAND.contains(run.exitCode()) && SAID.matcher(run.output()).find();
  }

  static boolean shows(EngineException failure) {
    return SAID.matcher(String.valueOf(failure.getMessage())).find();
  }

  static Probe probe(Capabilities baseline) {
    return new Probe(baseline, false, Optional.of(PROBLEM));
  }
}
