/// What holds for the whole house.
@NullMarked
package io.sallyport;

import org.jspecify.annotations.NullMarked;
