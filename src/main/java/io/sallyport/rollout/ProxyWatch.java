package io.sallyport.rollout;

import io.sallyport.proxy.ProxyReader;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a lane looks at while it has nothing to do, a little at a time: whether somebody else has
/// written the proxy's configuration, and which certificates it has.
final class ProxyWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyWatch.class);

  /// Asking costs a process in the proxy for a millisecond.
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final String containerId;
  private final ProxyReader reader;
  private final CertificateReview certificates;
  private final Consumer<HostCertificates> news;
  private Optional<String> mark = Optional.empty();
  private String doubted = "";
  private Instant next = Instant.MIN;

  /// @param news takes the certificates of hosts, whenever others are known
  ProxyWatch(
      String containerId,
      ProxyReader reader,
      CertificateReview certificates,
      Consumer<HostCertificates> news) {
    this.containerId = containerId;
    this.reader = reader;
    this.certificates = certificates;
    this.news = news;
  }

  /// The lane has dealt with work: the configuration is as it should be, whoever wrote it.
  void begin(Instant now) {
    mark = Optional.empty();
    next = now;
  }

  /// How long the lane may wait for work before the next look.
  Duration pause(Instant now) {
    Duration left = Duration.between(now, next);
    return left.isNegative() ? Duration.ZERO : left.compareTo(BETWEEN) > 0 ? BETWEEN : left;
  }

  /// One look.
  ///
  /// @param work what the proxy runs
  /// @return false where somebody else has written its configuration
  boolean look(ProxyWork work, Instant now) {
    next = now.plus(BETWEEN);
    try {
      List<String> due = certificates.due(work, now);
      if (!due.isEmpty()) {
        certificates.ask(work, due, now);
        next = now;
      }
      certificates.news(work).ifPresent(news);
      return due.isEmpty() ? isUntouched() : true;
    } catch (EngineException failure) {
      LOG.debug("Proxy {} says nothing: {}", work.proxy().name(), failure.getMessage());
      return true;
    }
  }

  private boolean isUntouched() {
    Optional<String> now = reader.mark(containerId);
    boolean same = now.isEmpty() || (mark.isEmpty() ? !isNewer(now.get()) : now.equals(mark));
    mark = now.or(() -> mark);
    return same;
  }

  /// Written between the rollout and this look. Once is enough: a file that was found to be as it
  /// should be stays newer.
  private boolean isNewer(String now) {
    boolean news = now.endsWith(ProxyReader.NEWER) && !now.equals(doubted);
    doubted = news ? now : doubted;
    return news;
  }
}
