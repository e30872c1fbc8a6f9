/// How one proxy reaches one container: its address, or why there is none.
///
/// Comes in: a proxy's [io.sallyport.source.Container], an [io.sallyport.labels.Intent] of another
/// one, and the networks that the engine lists. Goes out: an [Address], and which networks a proxy
/// may join for it ([JoinRules]). Total and pure. Must not know: who owns what, and what else is
/// served.
@NullMarked
package io.sallyport.routing.reach;

import org.jspecify.annotations.NullMarked;
