@NullMarked
package io.sallyport.labels;

import org.jspecify.annotations.NullMarked;
