/// A container's labels into checked values.
///
/// Comes in: the labels of one [io.sallyport.source.Container]. Goes out: [LabelValues], each
/// within its label's [Grammar], and [io.sallyport.finding.Finding]s for what is not. [Label] is
/// the one table. Total and pure. Must not know: other containers, hosts, and who owns them.
@NullMarked
package io.sallyport.labels;

import org.jspecify.annotations.NullMarked;
