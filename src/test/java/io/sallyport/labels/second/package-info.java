/// A second dialect, which nothing outside of this package knows: the proof that labels are a seam.
@NullMarked
package io.sallyport.labels.second;

import org.jspecify.annotations.NullMarked;
