/// What was seen, decided and done into why each container is routed, or why it is not.
///
/// Comes in: a [io.sallyport.explain.PassSnapshot], which is what one pass saw and decided, and
/// what the proxies are known to serve. Goes out: an [io.sallyport.explain.Explanation] for each
/// container. Pure: the time comes in. Must not know: where any of it comes from, and who reads it.
@NullMarked
package io.sallyport.explain;

import org.jspecify.annotations.NullMarked;
