/// Several engines in memory as one.
@NullMarked
package io.sallyport.swarm;

import org.jspecify.annotations.NullMarked;
