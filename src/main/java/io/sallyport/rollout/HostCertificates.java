package io.sallyport.rollout;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.model.CertificateUse;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The certificates that one proxy's hosts use.
///
/// @param containerId the proxy's
public record HostCertificates(String proxy, String containerId, List<InUse> all) {
  public HostCertificates {
    all = List.copyOf(all);
  }

  /// One of them.
  ///
  /// @param file its path in the proxy
  /// @param fromSource whether it comes from `CertSource`
  /// @param hosts that use it
  /// @param others of these hosts, where clients are shown it, the names that it is not for
  public record InUse(
      String file,
      boolean fromSource,
      CertificateUse use,
      CertificateFacts facts,
      List<String> hosts,
      SortedMap<String, List<String>> others) {
    public InUse {
      hosts = List.copyOf(hosts);
      others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
    }
  }
}
