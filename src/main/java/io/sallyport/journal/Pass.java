package io.sallyport.journal;

import io.sallyport.events.Cause;
import io.sallyport.rollout.ProxyWork;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation.EngineIdentity;
import java.time.Duration;
import java.util.List;

/// What one pass found out, and the times at which its steps ended, as [System#nanoTime].
public record Pass(
    Cause cause,
    EngineIdentity engine,
    Routing routing,
    List<ProxyWork> works,
    long begun,
    long looked,
    long routed,
    long rendered) {

  Duration look() {
    return Duration.ofNanos(looked - begun);
  }

  Duration route() {
    return Duration.ofNanos(routed - looked);
  }

  Duration render() {
    return Duration.ofNanos(rendered - routed);
  }

  Duration whole() {
    return Duration.ofNanos(rendered - begun);
  }
}
