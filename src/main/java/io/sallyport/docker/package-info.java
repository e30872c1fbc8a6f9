/// The only room that speaks Docker: both ports of [io.sallyport.source] over a socket.
///
/// Comes in: a [io.sallyport.docker.http.DockerConnection]. Goes out: observations, events and
/// snapshots (read by `docker.json`), files and commands into containers; whatever goes wrong is an
/// `EngineException` that names engine and call. Must not know: labels, proxies, when to try again.
@NullMarked
package io.sallyport.docker;

import org.jspecify.annotations.NullMarked;
