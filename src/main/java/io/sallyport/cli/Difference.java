package io.sallyport.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.sallyport.config.Settings;
import io.sallyport.docker.DockerEngine;
import io.sallyport.finding.Harmless;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.routing.Routing.ProxyRouting;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Unified diffs between configurations.
final class Difference {
  private static final int CONTEXT_LINES = 3;

  private Difference() {}

  /// Nothing where they are the same.
  static String of(String fromName, String from, String toName, String to) {
    List<String> before = from.lines().toList();
    StringBuilder text = new StringBuilder();
    UnifiedDiffUtils.generateUnifiedDiff(
            fromName, toName, before, DiffUtils.diff(before, to.lines().toList()), CONTEXT_LINES)
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /// From what each proxy runs to what it would be given, one after the other.
  ///
  /// @throws io.sallyport.source.EngineException when a proxy cannot be asked
  static String fromRunning(Settings settings, List<ProxyRouting> shares, ProxyProbes proxies) {
    StringBuilder text = new StringBuilder();
    AtomicInteger asked = new AtomicInteger();
    try (DockerEngine engine = Engines.connect(settings);
        Progress _ = Progress.of(() -> Optional.of(asking(asked.get(), shares)))) {
      for (ProxyRouting share : shares) {
        asked.incrementAndGet();
        ProxyDriver driver = Kinds.DRIVERS.of(share.settings());
        ProxyReader reader =
            new ProxyReader(engine.access(), driver, share.settings(), InstantSource.system());
        String running = Harmless.lines(reader.live(share.proxy().id()));
        String wanted =
            driver.renderer(share.settings()).render(share.table(), proxies.of(share)).text();
        String name = share.proxy().name();
        text.append(of(name + " (running)", running, name + " (deployed)", wanted));
      }
    }
    return text.toString();
  }

  private static String asking(int number, List<ProxyRouting> shares) {
    return "asking proxy %s what it runs (%d of %d)"
        .formatted(shares.get(Math.max(0, number - 1)).proxy().name(), number, shares.size());
  }
}
