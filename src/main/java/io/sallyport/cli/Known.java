package io.sallyport.cli;

import io.sallyport.api.Documents.CertificateDocument;
import io.sallyport.api.Documents.Certificates;
import io.sallyport.api.Documents.Containers;
import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.Proxies;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.Documents.Routes;
import io.sallyport.api.PlannedDocuments;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Note;
import java.util.List;

/// What `explain` knows of everything.
///
/// @param proxies what each runs; none where no daemon was asked, nor certificates
record Known(
    List<Explanation> containers,
    List<Note> general,
    List<Host> hosts,
    List<Proxy> proxies,
    List<CertificateDocument> certificates) {

  /// By a daemon.
  ///
  /// @param whole whether hosts, proxies and certificates are asked for too
  static Known of(DaemonApi api, boolean whole) throws NoAnswerException {
    Containers all = api.get("containers", Containers.class);
    return whole
        ? new Known(
            all.containers(),
            all.general(),
            api.get("routes", Routes.class).hosts(),
            api.get("proxies", Proxies.class).proxies(),
            api.get("certificates", Certificates.class).certificates())
        : new Known(all.containers(), all.general(), List.of(), List.of(), List.of());
  }

  /// By a look at an engine.
  static Known of(PlannedDocuments planned) {
    return new Known(
        planned.containers().containers(),
        planned.containers().general(),
        planned.routes().hosts(),
        List.of(),
        List.of());
  }
}
