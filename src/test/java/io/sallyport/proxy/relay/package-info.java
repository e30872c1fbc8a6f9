/// A made-up kind of proxy: proof that another kind touches nothing outside of its own package. It
/// has another syntax than Nginx, and changes servers while it runs.
@NullMarked
package io.sallyport.proxy.relay;

import org.jspecify.annotations.NullMarked;
