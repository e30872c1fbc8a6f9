/// What happened, kept for those who ask.
///
/// Comes in: an immutable [Status] after each pass and each rollout, and what passes, rollouts and
/// events tell the [EventHistory]. Goes out: the newest state and the last entries, from any
/// thread. Must not know: how anything is done, HTTP.
@NullMarked
package io.sallyport.history;

import org.jspecify.annotations.NullMarked;
