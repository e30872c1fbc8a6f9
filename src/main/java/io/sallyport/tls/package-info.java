/// PEM files into TLS contexts, for every room that speaks TLS.
///
/// Comes in: the names of files with certificates and keys. Goes out: an `SSLContext`, or an
/// `IOException` that names the file and what is wrong with it, and words for what is wrong with
/// the other's certificate. Must not know: whom it is spoken to.
@NullMarked
package io.sallyport.tls;

import org.jspecify.annotations.NullMarked;
