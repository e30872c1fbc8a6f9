/// What happened into what people and their monitoring see.
///
/// Comes in: an immutable [Status] after each pass and each rollout, and what passes, rollouts and
/// events tell the [Chronicle]. Goes out: HTTP on `ListenAddr`: pages for people and the [Api] for
/// programs. Must not know: how anything is done.
@NullMarked
package io.sallyport.status;

import org.jspecify.annotations.NullMarked;
