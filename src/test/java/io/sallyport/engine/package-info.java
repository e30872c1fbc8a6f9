@NullMarked
package io.sallyport.engine;

import org.jspecify.annotations.NullMarked;
