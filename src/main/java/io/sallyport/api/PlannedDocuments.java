package io.sallyport.api;

import io.sallyport.api.Documents.Containers;
import io.sallyport.api.Documents.Routes;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.PassSnapshot;

/// What a pass would lead to, as [Documents], where nobody knows what the proxies run.
///
/// @param routes the same from the other side
public record PlannedDocuments(Containers containers, Routes routes) {

  /// What this one would lead to.
  public static PlannedDocuments of(PassSnapshot pass) {
    Containers containers = new Containers(Explainer.planned(pass), Explainer.general(pass));
    return new PlannedDocuments(containers, HostList.of(pass, containers.containers(), false));
  }
}
