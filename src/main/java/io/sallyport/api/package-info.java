/// The published state as HTTP on `ListenAddr`: pages for people, and an API for programs.
///
/// Comes in: [io.sallyport.history.Status], [io.sallyport.history.EventHistory] and
/// [io.sallyport.metrics.Metrics], read when somebody asks. Goes out: [Dashboard], [Api], metrics,
/// health. Must not know: how anything is done.
@NullMarked
package io.sallyport.api;

import org.jspecify.annotations.NullMarked;
