@NullMarked
package io.sallyport.docker.http;

import org.jspecify.annotations.NullMarked;
