package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// What a lane has last seen its proxy run, and for how long that counts: another Sallyport, or a
/// person, may have changed it since.
final class KnownProxy {
  /// Once may be chance: another that was slower than we.
  private static final int CONTESTED = 2;

  private static final int SURPRISES_KEPT = 3;

  private final Duration trust;
  private String version = "";
  private String notes = "";
  private String incarnation = "";
  private CertificateSet certificates = CertificateSet.NONE;
  private Instant seen = Instant.MIN;
  private int surprises;
  private boolean contested;

  /// @param trust after it, the proxy is to be asked again
  KnownProxy(Duration trust) {
    this.trust = trust;
  }

  /// True when the proxy runs this and need not be asked.
  boolean runs(ProxyWork work, Set<String> ours, Instant now) {
    return work.config().version().equals(version)
        && work.config().notes().equals(notes)
        && work.incarnation(ours).equals(incarnation)
        && now.isBefore(seen.plus(trust))
        && !now.isBefore(seen);
  }

  /// It was seen to run this just now, whoever made it so.
  ///
  /// @return true when that is news to us
  boolean isSeen(ProxyWork work, Set<String> ours, Instant now) {
    boolean news = !work.config().version().equals(version);
    version = work.config().version();
    notes = work.config().notes();
    incarnation = work.incarnation(ours);
    certificates = work.config().certificates();
    seen = now;
    return news;
  }

  /// What it runs is not known any more.
  void isUnknown() {
    version = "";
  }

  /// The certificates that it last took; none before it took any from us.
  CertificateSet certificates() {
    return certificates;
  }

  /// A rollout found the proxy running what we want: nobody stands against us.
  void isOurs() {
    count(false);
  }

  /// A rollout replaced this version, empty when none was noted. A proxy is contested while what we
  /// replace is time and again not what we left.
  void isReplaced(String running) {
    count(!version.isEmpty() && !running.isEmpty() && !running.equals(version));
  }

  private void count(boolean surprise) {
    surprises = Math.clamp(surprises + (surprise ? 1 : -1), 0, SURPRISES_KEPT);
    contested = contested ? surprises > 0 : surprises >= CONTESTED;
  }

  boolean contested() {
    return contested;
  }
}
