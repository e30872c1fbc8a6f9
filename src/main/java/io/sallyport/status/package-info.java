/// What happened into what people and their monitoring see.
///
/// Comes in: an immutable [Status] after each pass and each rollout. Goes out: HTTP on
/// `ListenAddr`. Must not know: how anything is done.
@NullMarked
package io.sallyport.status;

import org.jspecify.annotations.NullMarked;
