@NullMarked
package io.sallyport.metrics;

import org.jspecify.annotations.NullMarked;
