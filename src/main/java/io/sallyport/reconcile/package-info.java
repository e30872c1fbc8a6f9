/// Reasons to look into one pass at a time: observe, route, render, hand over to the proxies.
///
/// Comes in: engine events, the passing of time, changed templates. Goes out: rollouts, through one
/// [io.sallyport.rollout.ProxyLane] for each proxy, and a [io.sallyport.history.Status]. The loop's
/// thread is the only owner of what a pass knows; a lane's thread, of what its proxy runs. Must not
/// know: Docker's API, labels, template syntax.
@NullMarked
package io.sallyport.reconcile;

import org.jspecify.annotations.NullMarked;
