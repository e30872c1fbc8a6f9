@NullMarked
package io.sallyport.rollout;

import org.jspecify.annotations.NullMarked;
