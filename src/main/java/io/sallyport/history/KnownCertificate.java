package io.sallyport.history;

import java.time.Instant;
import java.util.List;

/// A certificate that hosts use, or that lies in `CertSource`.
///
/// @param file its path in proxies; its name in `CertSource` where no host uses it
/// @param fromSource whether it comes from `CertSource`; else it is only in proxies
/// @param names that it is valid for, as many as are shown
/// @param expires when it expires; its chain may do so earlier, which is a problem
/// @param hosts that use it
/// @param proxies that were seen to have it
/// @param others names of these hosts that it is not for
/// @param problem what is wrong with it; empty where nothing is
public record KnownCertificate(
    String file,
    boolean fromSource,
    List<String> names,
    Instant expires,
    List<String> hosts,
    List<String> proxies,
    List<String> others,
    String problem) {
  public KnownCertificate {
    names = List.copyOf(names);
    hosts = List.copyOf(hosts);
    proxies = List.copyOf(proxies);
    others = List.copyOf(others);
  }
}
