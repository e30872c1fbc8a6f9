package io.sallyport.proxy;

import io.sallyport.finding.Finding;
import io.sallyport.model.RoutingTable;
import java.util.List;

/// A table as a kind of proxy serves it.
///
/// @param table without what the kind does not serve
/// @param findings what that is, and of whom
public record Admitted(RoutingTable table, List<Finding> findings) {
  public Admitted {
    findings = List.copyOf(findings);
  }
}
