/// A directory of certificates and keys into one value with a digest.
///
/// Comes in: a directory where Sallyport runs. Goes out: a [CertificateSet], or a
/// [CertificatesException] that names the file and what is wrong with it. Must not know: proxies,
/// which file belongs to which site, and whether a key fits its certificate.
@NullMarked
package io.sallyport.certificates;

import org.jspecify.annotations.NullMarked;
