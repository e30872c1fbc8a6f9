/// Traffic through real proxies: a real engine, real Nginx, real requests, and Sallyport as a
/// process of its own.
///
/// [Installation] is where a test begins: it makes containers and networks that nobody else sees,
/// and takes them away again. [EngineRelay] stands between Sallyport and the engine.
@NullMarked
package io.sallyport.traffic;

import org.jspecify.annotations.NullMarked;
