/// HTTP/1.1 to an engine, over a unix socket, TCP or TLS, behind docker-java's transport port.
///
/// Comes in: a [DockerConnection], and requests. Goes out: answers that end in time, and for those
/// that do not come the reason ([ConnectionFailure]). Must not know: what is asked, what an answer
/// means.
@NullMarked
package io.sallyport.docker.http;

import org.jspecify.annotations.NullMarked;
