/// What can be seen of an engine, as data, and the port through which it is seen and touched.
///
/// Comes in: the engine's own JSON (list items, networks, events), live or from a snapshot file.
/// Goes out: [Observation]s, [EngineEvent]s and a saved [Snapshot]. Must not know: how an engine is
/// reached, what a label means, what a proxy is.
@NullMarked
package io.sallyport.engine;

import org.jspecify.annotations.NullMarked;
