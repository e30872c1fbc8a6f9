/// Tests of the render room.
@NullMarked
package io.sallyport.render;

import org.jspecify.annotations.NullMarked;
