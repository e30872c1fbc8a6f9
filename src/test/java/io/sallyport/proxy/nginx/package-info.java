@NullMarked
package io.sallyport.proxy.nginx;

import org.jspecify.annotations.NullMarked;
