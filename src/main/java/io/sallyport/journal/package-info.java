/// What happened into what people read: one line in the log for each change, and the published
/// state.
///
/// Comes in: a [Pass], and what its lanes report. Goes out: log lines, metrics, and an immutable
/// [io.sallyport.history.Status]. Told by the loop and the lanes at the same time: the
/// [io.sallyport.history.Status] changes in one place, under one lock. Must not know: what is done
/// about it.
@NullMarked
package io.sallyport.journal;

import org.jspecify.annotations.NullMarked;
