@NullMarked
package io.sallyport.certificates;

import org.jspecify.annotations.NullMarked;
