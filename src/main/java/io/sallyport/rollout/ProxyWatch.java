package io.sallyport.rollout;

import io.sallyport.proxy.LiveMark;
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

  /// Somebody who writes it again and again is left to the passes for so long.
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

  private final String containerId;
  private final ProxyReader reader;
  private final CertificateReview certificates;
  private final Consumer<HostCertificates> news;
  private Optional<LiveMark> mark = Optional.empty();
  private Optional<LiveMark> doubted = Optional.empty();
  private String untouched = "";
  private Instant next = Instant.MIN;
  private Duration hold = BETWEEN;
  private Instant heldUntil = Instant.MIN;
  private boolean failing;

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
    untouched = "";
    next = now;
  }

  /// The version whose file was seen to be no newer than its note since the lane began to wait,
  /// whatever was seen later; empty for none.
  String untouched() {
    return untouched;
  }

  /// How long the lane may wait for work before the next look.
  Duration pause(Instant now) {
    Duration left = Duration.between(now, next);
    return left.isNegative() ? Duration.ZERO : left.compareTo(BETWEEN) > 0 ? BETWEEN : left;
  }

  /// One look. What is not foreseen costs what this look would have shown, and not the lane.
  ///
  /// @param work what the proxy runs
  /// @return false where somebody has changed its configuration by hand
  boolean look(ProxyWork work, Instant now) {
    next = now.plus(BETWEEN);
    try {
      List<String> due = certificates.due(work, now);
      if (!due.isEmpty()) {
        certificates.ask(work, due, now);
        next = now;
      }
      certificates.news(work).ifPresent(news);
      boolean untouched = !due.isEmpty() || now.isBefore(heldUntil) || isUntouched(work, now);
      failing = false;
      return untouched;
    } catch (EngineException failure) {
      LOG.debug("Proxy {} says nothing: {}", work.proxy().name(), failure.getMessage());
    } catch (RuntimeException | Error unforeseen) {
      if (!failing) {
        LOG.error("Proxy {}: unforeseen failure to look at it", work.proxy().name(), unforeseen);
      }
      failing = true;
      next = now.plus(BETWEEN);
    }
    return true;
  }

  /// Another Sallyport's rollout is left to the next pass: if two put back at once what the other
  /// has rolled out, neither would ever end.
  private boolean isUntouched(ProxyWork work, Instant now) {
    Optional<LiveMark> seen = reader.mark(containerId);
    boolean same = seen.isEmpty() || (mark.isEmpty() ? !isNewer(seen.get()) : seen.equals(mark));
    mark = seen.or(() -> mark);
    untouched =
        same ? seen.filter(it -> !it.newer()).map(LiveMark::loaded).orElse(untouched) : untouched;
    boolean ours = seen.filter(it -> it.loaded().equals(work.config().version())).isPresent();
    if (same || !ours) {
      return true;
    }
    boolean again = now.isBefore(heldUntil.plus(hold));
    Duration doubled = hold.multipliedBy(2);
    hold = !again ? BETWEEN : doubled.compareTo(LONGEST_HOLD) < 0 ? doubled : LONGEST_HOLD;
    heldUntil = now.plus(hold);
    return false;
  }

  /// Written between the rollout and this look. Once is enough: a file that was found to be as it
  /// should be stays newer.
  private boolean isNewer(LiveMark seen) {
    boolean news = seen.newer() && !doubted.equals(Optional.of(seen));
    doubted = news ? Optional.of(seen) : doubted;
    return news;
  }
}
