package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.proxy.ProxyConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a lane has last seen its proxy run, and for how long that counts: another Sallyport, or a
/// person, may have changed it since.
final class KnownProxy {
  /// Once may be chance: another that was slower than we.
  private static final int CONTESTED = 2;

  private static final int SURPRISES_KEPT = 3;

  private final Duration trust;
  private Optional<ProxyConfig> running = Optional.empty();
  private String incarnation = "";
  private CertificateSet certificates = CertificateSet.NONE;
  private Instant seen = Instant.MIN;
  private boolean doubted;
  private int surprises;
  private boolean contested;

  /// @param trust after it, the proxy is to be asked again
  KnownProxy(Duration trust) {
    this.trust = trust;
  }

  /// True when the proxy runs this and need not be asked.
  boolean runs(ProxyWork work, Set<String> ours, Instant now) {
    return running.filter(config -> same(config, work.config())).isPresent()
        && work.incarnation(ours).equals(incarnation)
        && now.isBefore(seen.plus(trust))
        && !now.isBefore(seen);
  }

  private static boolean same(ProxyConfig one, ProxyConfig other) {
    return one.version().equals(other.version()) && one.notes().equals(other.notes());
  }

  /// What it was last seen to run; nothing where that is not known.
  Optional<ProxyConfig> running() {
    return running;
  }

  /// It was seen to run this just now, whoever made it so.
  ///
  /// @return true when that is news to us
  boolean recordRunning(ProxyWork work, Set<String> ours, Instant now) {
    boolean news = !version().equals(work.config().version());
    running = Optional.of(work.config());
    incarnation = work.incarnation(ours);
    certificates = work.config().certificates();
    seen = now;
    doubted = false;
    return news;
  }

  /// What it runs is not known any more.
  void markUnknown() {
    running = Optional.empty();
  }

  /// It is to be asked again, whatever it was last seen to run.
  void recordDoubt() {
    seen = Instant.MIN;
    doubted = true;
  }

  /// Whether somebody may have changed what it runs, so that the same version may need a reload.
  boolean doubted() {
    return doubted;
  }

  private String version() {
    return running.map(ProxyConfig::version).orElse("");
  }

  /// The certificates that it last took; none before it took any from us.
  CertificateSet certificates() {
    return certificates;
  }

  /// A rollout found the proxy running what we want: nobody else configures it otherwise.
  void recordConfirmed() {
    count(false);
  }

  /// A rollout replaced this version, empty when none was noted. A proxy is contested while what we
  /// replace is time and again not what we left.
  void recordReplaced(String replaced) {
    count(running.isPresent() && !replaced.isEmpty() && !replaced.equals(version()));
  }

  private void count(boolean surprise) {
    surprises = Math.clamp(surprises + (surprise ? 1 : -1), 0, SURPRISES_KEPT);
    contested = contested ? surprises > 0 : surprises >= CONTESTED;
  }

  boolean contested() {
    return contested;
  }
}
