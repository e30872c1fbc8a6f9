/// Traffic through real proxies: a real engine, real Nginx, real requests, and Sallyport as a
/// process of its own.
///
/// [Installation] is where a test begins: it makes containers and networks that nobody else sees,
/// and takes them away again. [EngineRelay] stands between Sallyport and the engine.
///
/// No test may fail by chance. [Nginx#await] ends when only workers of the new configuration are
/// left, so that single requests may follow; [Installation#serve] is for tests that are not about
/// change. Whatever else takes its time is waited for by [Eventually].
@NullMarked
package io.sallyport.traffic;

import org.jspecify.annotations.NullMarked;
