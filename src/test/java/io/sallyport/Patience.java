package io.sallyport;

import io.sallyport.api.http.HttpLimits;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// How long tests wait for conditions where they say nothing else: longer than any busy machine
/// needs. A wait costs that only where the condition never holds.
public final class Patience implements LauncherSessionListener {
  /// Far below the tests' `ResyncInterval`, an hour: what happens within it happened because of an
  /// event.
  public static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LIMIT);
    HttpLimits.set(); // Before any test has a server of its own.
  }
}
