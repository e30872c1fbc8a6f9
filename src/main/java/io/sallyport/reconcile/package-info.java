/// Reasons to look into one pass at a time: observe, route, render, hand over to the proxies.
///
/// Comes in: reasons, from [io.sallyport.events.Trigger], the passing of time, changed templates
/// and certificates. Goes out: work for one [io.sallyport.rollout.ProxyLane] for each proxy, and
/// what a pass saw and decided, to the journal. The loop's thread is the only owner of what a pass
/// knows: nothing here is shared but through immutable values. A lane's thread owns what its proxy
/// runs. Must not know: Docker's API, labels, template syntax.
@NullMarked
package io.sallyport.reconcile;

import org.jspecify.annotations.NullMarked;
