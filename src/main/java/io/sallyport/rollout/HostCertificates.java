package io.sallyport.rollout;

import io.sallyport.certificates.CertificateFacts;
import java.util.List;

/// The certificates by which one proxy serves hosts.
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
  /// @param others names of these hosts that it is not for
  public record InUse(
      String file,
      boolean fromSource,
      CertificateFacts facts,
      List<String> hosts,
      List<String> others) {
    public InUse {
      hosts = List.copyOf(hosts);
      others = List.copyOf(others);
    }
  }
}
