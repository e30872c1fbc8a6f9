@NullMarked
package io.sallyport.docker;

import org.jspecify.annotations.NullMarked;
