package io.sallyport.proxy;

/// What a proxy can do, as far as its configuration depends on it. Only the proxy's [ProxyDriver]
/// knows what it says; for all others it is a value that snapshots hold.
///
/// @param text one line; a driver understands whatever line it is given
public record Capabilities(String text) {}
