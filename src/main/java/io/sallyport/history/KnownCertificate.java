package io.sallyport.history;

import io.sallyport.model.CertificateUse;
import java.time.Instant;
import java.util.List;

/// A certificate that hosts use, or that lies in `CertSource`.
///
/// @param file its path in proxies; its name in `CertSource` where no host uses it
/// @param fromSource whether it comes from `CertSource`; else it is only in proxies
/// @param use what its hosts use it for; a file that has two uses is here twice
/// @param names that it is valid for, as many as are shown
/// @param expires when it expires; its chain may do so earlier, which is a problem
/// @param hosts that use it
/// @param proxies that were seen to have it
/// @param mismatches those of its hosts that it is not for
/// @param problem what is wrong with it for all of its hosts; empty where nothing is
/// @param note what is worth knowing of it and need not be wrong; empty where nothing is
public record KnownCertificate(
    String file,
    boolean fromSource,
    CertificateUse use,
    List<String> names,
    Instant expires,
    List<String> hosts,
    List<String> proxies,
    List<Mismatch> mismatches,
    String problem,
    String note) {
  public KnownCertificate {
    names = List.copyOf(names);
    hosts = List.copyOf(hosts);
    proxies = List.copyOf(proxies);
    mismatches = List.copyOf(mismatches);
  }

  /// A host some of whose names it is not for.
  ///
  /// @param problem the same in words that follow the file's name
  public record Mismatch(String host, String problem) {}
}
