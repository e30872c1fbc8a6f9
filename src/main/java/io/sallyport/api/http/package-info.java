/// A bounded HTTP server: how many connections and requests there may be, and for how long.
///
/// Comes in: requests, which may be slow, too many or too large. Goes out: [HttpAnswer]s within
/// [WriteDeadline]; requests that are read too slowly are ended by [RequestThreads]. Each request
/// has a thread of its own; what these share is guarded. Must not know: what is asked for.
@NullMarked
package io.sallyport.api.http;

import org.jspecify.annotations.NullMarked;
