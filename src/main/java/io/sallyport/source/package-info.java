/// What can be seen of an engine, as data, and the port through which it is seen and touched.
///
/// Comes in: nothing; those who implement [Engine] bring it. Goes out: [Observation]s and
/// [EngineEvent]s. Must not know: how an engine is reached, what a label means, what a proxy is.
@NullMarked
package io.sallyport.source;

import org.jspecify.annotations.NullMarked;
