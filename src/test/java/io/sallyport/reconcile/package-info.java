@NullMarked
package io.sallyport.reconcile;

import org.jspecify.annotations.NullMarked;
