@NullMarked
package io.sallyport.finding;

import org.jspecify.annotations.NullMarked;
