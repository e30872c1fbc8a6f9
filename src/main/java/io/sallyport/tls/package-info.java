/// PEM files into TLS contexts, for every room that uses TLS.
///
/// Comes in: the names of files with certificates and keys. Goes out: an `SSLContext`, or an
/// `IOException` that names the file and what is wrong with it; a message for what is wrong with
/// the peer's certificate; and who a Swarm's node is ([NodeIdentity]). Must not know: which peer it
/// connects to.
@NullMarked
package io.sallyport.tls;

import org.jspecify.annotations.NullMarked;
