/// The cases: what engines report in, configurations and findings out; and what holds for all of
/// them.
@NullMarked
package io.sallyport.cases;

import org.jspecify.annotations.NullMarked;
