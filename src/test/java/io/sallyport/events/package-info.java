@NullMarked
package io.sallyport.events;

import org.jspecify.annotations.NullMarked;
