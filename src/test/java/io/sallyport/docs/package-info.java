@NullMarked
package io.sallyport.docs;

import org.jspecify.annotations.NullMarked;
