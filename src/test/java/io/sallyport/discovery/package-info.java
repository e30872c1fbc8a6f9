@NullMarked
package io.sallyport.discovery;

import org.jspecify.annotations.NullMarked;
