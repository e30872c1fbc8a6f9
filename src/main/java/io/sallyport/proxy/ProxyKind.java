package io.sallyport.proxy;

/// A kind of proxy.
///
/// @param name as the settings' `Name` and the label `interlock.ext.name` have it
/// @param title as people know it
public record ProxyKind(String name, String title) {}
