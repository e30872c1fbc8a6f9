package io.sallyport.traffic;

import io.sallyport.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A server that fails requests of one host, as one proxy notices it.
///
/// A proxy notes no successes, so how many requests succeeded meanwhile is not known.
///
/// @param host the virtual host's name
/// @param address `IP:port`
/// @param attempts how many failed within [#WINDOW] before `at`
/// @param since when the first of them failed
/// @param last when the newest one failed; empty where no request has failed, and a connection that
///   Sallyport had the proxy try was refused
/// @param at when this was so
/// @param finding what is wrong and what to do, about the container
public record FailingServer(
    String proxy,
    String host,
    String address,
    ServerFault fault,
    long attempts,
    Instant since,
    Optional<Instant> last,
    Instant at,
    Finding finding) {

  /// The time for which attempts are counted.
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /// What it did, in words: `refused 12 connections in the last 10 s`.
  public String text() {
    if (last.isEmpty()) {
      return "nothing listens there";
    }
    return attempts > 0
        ? "%s in the last %d s".formatted(fault.words(attempts), WINDOW.toSeconds())
        : "%s at %s".formatted(fault.words(1), last.get().truncatedTo(ChronoUnit.SECONDS));
  }

  /// Whether the same is to be said of it, but for numbers that are less than [#WINDOW] old.
  public boolean sameAs(FailingServer later) {
    return finding.equals(later.finding)
        && host.equals(later.host)
        && last.isPresent() == later.last.isPresent()
        && ((last.equals(later.last) && attempts == later.attempts)
            || later.at.isBefore(at.plus(WINDOW)));
  }
}
