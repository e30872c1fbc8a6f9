@NullMarked
package io.sallyport.docker.agent;

import org.jspecify.annotations.NullMarked;
