/// What each proxy should be, into a proxy that is: one thread for each, so that none waits for
/// another.
///
/// Comes in: a [ProxyWork] for each proxy, as often as it changes. Goes out: a report of what
/// became of it. Here a proxy is asked what it can do, connected to the networks that its servers
/// need, reloaded no more often than it may be, and given as much of a table as it takes. Must not
/// know: why somebody looked, and who is told.
@NullMarked
package io.sallyport.rollout;

import org.jspecify.annotations.NullMarked;
