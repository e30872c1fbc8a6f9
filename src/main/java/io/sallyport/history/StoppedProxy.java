package io.sallyport.history;

import io.sallyport.source.Container;
import io.sallyport.source.ContainerExit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A container that would be a proxy if it ran.
///
/// @param how in words, after its name: `exited with code 1`
/// @param since when that was seen first; empty where it was so at the first look
public record StoppedProxy(String id, String name, String how, Optional<Instant> since) {
  private static final String PAUSED = "is paused";

  /// One that does not run.
  static StoppedProxy of(Container proxy, Optional<Instant> since) {
    return new StoppedProxy(proxy.id(), proxy.name(), how(proxy), since);
  }

  private static String how(Container proxy) {
    String code =
        proxy.exitCode().isPresent()
            ? " with " + ContainerExit.words(proxy.exitCode().getAsInt())
            : "";
    return switch (proxy.state()) {
      case CREATED -> "was created and never started";
      case PAUSED -> PAUSED;
      case RESTARTING -> "is restarting after it exited" + code;
      case EXITED, DEAD -> "exited" + code;
      case REMOVING -> "is being removed";
      case RUNNING -> "is on a node that the manager has lost";
      case UNKNOWN -> "is not reported as running";
    };
  }

  /// Since when it is so, where another look said the same.
  StoppedProxy carriedOn(StoppedProxy before) {
    return before.id.equals(id) && before.how.equals(how) ? before : this;
  }

  /// `edge exited with code 1 at 2026-11-30T15:03:12Z`, which stays the same.
  String words() {
    return name
        + " "
        + how
        + since.map(at -> " at " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
  }

  /// What to do about it.
  public String advice() {
    if (how.equals(PAUSED)) {
      return "docker unpause " + name;
    }
    return how.contains("lost")
        ? "see why the node is lost: docker info of the manager; the proxy may well run"
        : "see why: docker logs %s; then docker start %s".formatted(name, name);
  }

  /// `edge exited with code 1, 3 minutes ago`.
  String words(Instant now) {
    return name
        + " "
        + how
        + since.map(at -> ", " + Ago.words(Duration.between(at, now)) + " ago").orElse("");
  }
}
