package io.sallyport.reconcile;

import io.sallyport.finding.Finding;
import io.sallyport.proxy.Admitted;
import io.sallyport.proxy.Drivers;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import java.util.ArrayList;
import java.util.List;

/// What was routed, as the kinds of the proxies serve it: what is explained is what is rendered.
public final class AdmittedRouting {
  private AdmittedRouting() {}

  /// With findings about what a kind does not serve.
  public static Routing of(Routing wanted, Drivers drivers) {
    List<Finding> findings = new ArrayList<>(wanted.findings());
    List<ProxyRouting> proxies = new ArrayList<>();
    for (ProxyRouting share : wanted.proxies()) {
      Admitted admitted = drivers.of(share.settings()).admit(share.table());
      findings.addAll(admitted.findings());
      proxies.add(share.with(admitted.table()));
    }
    return new Routing(
        proxies,
        findings.stream().sorted().distinct().toList(),
        wanted.remembered(),
        wanted.requested());
  }
}
