/// An engine's own JSON into records, live or from a snapshot file, within bounds.
///
/// Comes in: list items, networks, events, and saved [Snapshot]s. Goes out: the records of
/// [io.sallyport.source]. Must not know: how an engine is reached, what a label means.
@NullMarked
package io.sallyport.docker.json;

import org.jspecify.annotations.NullMarked;
