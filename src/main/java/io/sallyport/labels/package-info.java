/// What containers ask for: dialects of labels.
///
/// Comes in: one [io.sallyport.source.Container]. Goes out: [Intents]: an [Intent] for each site
/// that the container asks to serve, with [Claim]s and checked [LabelValues], each within its
/// label's [LabelGrammar], and [io.sallyport.finding.Finding]s for what is outside. A [Dialect] is
/// a family of labels; [InterlockDialect] is the one in use, and [Label] its one table. Total and
/// pure. Must not know: other containers, and who owns what.
@NullMarked
package io.sallyport.labels;

import org.jspecify.annotations.NullMarked;
