package io.sallyport.docker;

import java.util.Collection;
import java.util.stream.Collectors;

/// A configuration of HAProxy that lets some of our endpoints through to an engine, and nothing
/// else. What `docs/engine-access.md` shows is what `FilteredEngineIT` runs.
public final class HaproxyFilter {
  private HaproxyFilter() {}

  /// The configuration, whole.
  ///
  /// @param listen the path of the socket to make
  /// @param engine the path of the engine's
  public static String configuration(String listen, String engine, Collection<Endpoint> allowed) {
    return """
    defaults
      mode http
      timeout connect 5s
      timeout client 1h  # an event stream may be silent for long
      timeout server 1h
      timeout tunnel 1h  # a command's output

    frontend sallyport
      bind unix@%s mode 660
    %s  http-request deny
      default_backend engine

    backend engine
      server engine unix@%s
    """
        .formatted(
            listen,
            allowed.stream().map(HaproxyFilter::rule).collect(Collectors.joining()),
            engine);
  }

  private static String rule(Endpoint endpoint) {
    return "  http-request allow if { method %s } { path -m reg ^(/v[0-9.]+)?%s$ }\n"
        .formatted(
            endpoint.method(), endpoint.path().replace(Endpoint.ID, "[A-Za-z0-9][A-Za-z0-9_.%-]*"));
  }
}
