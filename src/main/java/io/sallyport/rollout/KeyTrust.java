package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.routing.ProxyList;
import io.sallyport.routing.ProxyList.Listing;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether one proxy gets the files of `CertSource`: where `Proxies` lists it by its own name, or
/// where it proves that it has all of them, as one did that was configured before there was such a
/// list.
///
/// Until then it is told nothing of them, neither their names nor their digest.
final class KeyTrust {
  private static final Logger LOG = LoggerFactory.getLogger(KeyTrust.class);
  private static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(1);

  private final String containerId;
  private final ProxyReader reader;
  private final InstantSource clock;
  private CertificateSet asked = CertificateSet.NONE;
  private Instant again = Instant.MIN;
  private boolean proven;

  KeyTrust(String containerId, ProxyReader reader, InstantSource clock) {
    this.containerId = containerId;
    this.reader = reader;
    this.clock = clock;
  }

  /// The work with the certificates that the proxy may have.
  ProxyWork trusted(ProxyWork work) {
    CertificateSet set = work.config().certificates();
    boolean byName =
        ProxyList.of(work.wanted().extension()).listing(work.proxy()) == Listing.BY_NAME
            && ProxyList.isOwnName(work.proxy(), work.wanted().seen());
    return set.isEmpty() || byName || isProven(work, set) ? work : work.with(CertificateSet.NONE);
  }

  private boolean isProven(ProxyWork work, CertificateSet set) {
    if (proven || (set.equals(asked) && clock.instant().isBefore(again))) {
      return proven;
    }
    asked = set;
    again = clock.instant().plus(ASKED_AGAIN_AFTER);
    try {
      proven = reader.possesses(containerId, set);
      if (proven) {
        LOG.warn(
            "Proxy {} has the files of CertSource and gets their successors, though setting"
                + " `Proxies` does not list it by name: a new proxy would not",
            work.proxy().name());
      }
    } catch (EngineException failure) {
      LOG.debug("Proxy {} proves nothing: {}", work.proxy().name(), failure.getMessage());
    }
    return proven;
  }
}
