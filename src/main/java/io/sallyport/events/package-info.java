/// Engine events into reasons to look, and observations into which servers are about to go.
///
/// Comes in: the engine's events, on the stream's thread, and each look, on the loop's. Goes out:
/// requests to [Trigger] for a pass; from [DrainTracker], which servers are leaving; from
/// [Damping], which count as unhealthy; from [ProxyRestarts], findings on proxies that keep ending.
/// [Trigger], [DrainTracker], [SelfCausedEvents] and the state of [EventFeed] are shared by several
/// threads and guarded; [Damping], [ProxyRestarts] and [RecentChanges] are the loop's alone. Must
/// not know: labels, routing, proxies.
@NullMarked
package io.sallyport.events;

import org.jspecify.annotations.NullMarked;
