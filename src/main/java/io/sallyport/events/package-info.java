/// Engine events into reasons to look, and into which servers are about to go.
///
/// Comes in: the engine's events. Goes out: requests to [Trigger] for a pass, what [DrainTracker]
/// says is leaving, and what [Damping] counts as unhealthy. Must not know: routing, proxies.
@NullMarked
package io.sallyport.events;

import org.jspecify.annotations.NullMarked;
