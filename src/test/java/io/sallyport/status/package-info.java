@NullMarked
package io.sallyport.status;

import org.jspecify.annotations.NullMarked;
