@NullMarked
package io.sallyport.journal;

import org.jspecify.annotations.NullMarked;
