@NullMarked
package io.sallyport.docker.json;

import org.jspecify.annotations.NullMarked;
