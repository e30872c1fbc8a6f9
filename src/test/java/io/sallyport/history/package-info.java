@NullMarked
package io.sallyport.history;

import org.jspecify.annotations.NullMarked;
