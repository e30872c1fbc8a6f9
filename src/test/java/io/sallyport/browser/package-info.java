/// A real browser, for what people see.
@NullMarked
package io.sallyport.browser;

import org.jspecify.annotations.NullMarked;
