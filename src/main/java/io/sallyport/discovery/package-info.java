/// A key of Consul or etcd into the text of a configuration, now and whenever it changes.
///
/// Comes in: a [StoreAddress]. Goes out: the key's text, as a [Reading] or, for as long as
/// Sallyport runs, from a [FollowedKey]; each failure is a [StoreException] that names the store.
/// Must not know: what the text means, what it is used for.
@NullMarked
package io.sallyport.discovery;

import org.jspecify.annotations.NullMarked;
