/// How fast Sallyport is, and any other product beside it: what `bench/` runs, and
/// docs/benchmarks.md reports.
@NullMarked
package io.sallyport.bench;

import org.jspecify.annotations.NullMarked;
