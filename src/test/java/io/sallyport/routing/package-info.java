/// Tests of the routing room.
@NullMarked
package io.sallyport.routing;

import org.jspecify.annotations.NullMarked;
