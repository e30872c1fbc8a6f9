@NullMarked
package io.sallyport.docker.shell;

import org.jspecify.annotations.NullMarked;
