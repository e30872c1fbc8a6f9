@NullMarked
package io.sallyport.proxy;

import org.jspecify.annotations.NullMarked;
