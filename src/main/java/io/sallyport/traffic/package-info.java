/// What proxies notice about requests, into what is known of servers: which of them fail, and how.
///
/// Comes in: attempts that failed, as a proxy notes them ([FailedAttempt]), and what a connection
/// to a server showed. Goes out: [FailingServer]s with their findings. Pure: it takes the time as a
/// value. Must not know: how a proxy notes anything, and what is routed where; nothing here changes
/// a route (docs/decisions/0012-failed-attempts.md).
@NullMarked
package io.sallyport.traffic;

import org.jspecify.annotations.NullMarked;
