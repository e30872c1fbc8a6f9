@NullMarked
package io.sallyport.tls;

import org.jspecify.annotations.NullMarked;
