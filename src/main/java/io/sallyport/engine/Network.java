package io.sallyport.engine;

/// A network as `GET /networks` lists it.
///
/// @param name without a Swarm node's name
/// @param node the classic Swarm node that it belongs to; empty on a plain engine and for a network
///   that spans nodes
/// @param driver `bridge`, `overlay`, `host`, `null`, …
/// @param scope `local`, `global` or `swarm`
/// @param gateway of its first address range; empty when the engine does not say
public record Network(
    String id, String name, String node, String driver, String scope, String gateway) {}
