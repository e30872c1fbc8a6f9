/// The two ports to what runs, and their data: a [Source] says which containers there are, a
/// [ContainerAccess] acts on running ones.
///
/// Comes in: nothing; those who implement the ports bring it. Goes out: [Observation]s and
/// [EngineEvent]s. Must not know: how an engine is reached, what a label means, what a proxy is.
@NullMarked
package io.sallyport.source;

import org.jspecify.annotations.NullMarked;
