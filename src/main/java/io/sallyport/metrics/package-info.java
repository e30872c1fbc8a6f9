/// What happened, counted, in the text format of Prometheus.
///
/// Comes in: counts, durations and the newest [io.sallyport.history.Status]. Goes out:
/// [Exposition]. [Metric] is the one table. Must not know: how anything is done, HTTP.
@NullMarked
package io.sallyport.metrics;

import org.jspecify.annotations.NullMarked;
