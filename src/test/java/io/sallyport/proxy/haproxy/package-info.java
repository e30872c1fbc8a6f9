/// Tests of the driver for HAProxy.
@NullMarked
package io.sallyport.proxy.haproxy;

import org.jspecify.annotations.NullMarked;
