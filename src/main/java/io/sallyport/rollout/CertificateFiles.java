package io.sallyport.rollout;

import io.sallyport.model.CertificateUse;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The certificates that hosts name.
final class CertificateFiles {
  private CertificateFiles() {}

  /// A file of the proxy, for one use.
  record Named(String file, CertificateUse use) implements Comparable<Named> {
    private static final Comparator<Named> ORDER =
        Comparator.comparing(Named::file).thenComparing(Named::use);

    @Override
    public int compareTo(Named other) {
      return ORDER.compare(this, other);
    }
  }

  /// The hosts that name them, each host once.
  static SortedMap<Named, List<VirtualHost>> of(Collection<VirtualHost> hosts) {
    SortedMap<Named, List<VirtualHost>> files = new TreeMap<>();
    for (VirtualHost host : hosts) {
      List<Named> own = new ArrayList<>();
      host.tls()
          .ifPresent(tls -> {
            own.add(new Named(tls.certificate(), CertificateUse.SERVER));
            tls.clientAuthentication()
                .map(ClientAuthentication::ca)
                .ifPresent(ca -> own.add(new Named(ca, CertificateUse.CLIENT_CA)));
          });
      host.locations().stream()
          .flatMap(location -> location.backendTls().stream())
          .forEach(tls -> add(tls, own));
      own.stream()
          .distinct()
          .forEach(each -> files.computeIfAbsent(each, _ -> new ArrayList<>()).add(host));
    }
    return files;
  }

  private static void add(BackendTls tls, List<Named> own) {
    tls.ca().ifPresent(ca -> own.add(new Named(ca, CertificateUse.BACKEND_CA)));
    tls.client()
        .ifPresent(
            client -> own.add(new Named(client.certificate(), CertificateUse.BACKEND_CLIENT)));
  }
}
