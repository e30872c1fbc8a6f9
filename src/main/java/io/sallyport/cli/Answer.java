package io.sallyport.cli;

import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.explain.Explanation;
import java.util.List;

/// What `explain` says about one thing that it was asked about.
///
/// @param text a block of lines, each with its end
/// @param problem whether somebody should do something about it
/// @param containers that it is about
/// @param hosts with the locations that it is about
record Answer(
    String text,
    boolean problem,
    List<Explanation> containers,
    List<Host> hosts,
    List<Proxy> proxies) {
  Answer {
    containers = List.copyOf(containers);
    hosts = List.copyOf(hosts);
    proxies = List.copyOf(proxies);
  }
}
