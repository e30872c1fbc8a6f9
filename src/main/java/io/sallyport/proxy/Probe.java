package io.sallyport.proxy;

import java.util.Optional;

/// What a proxy said of itself.
///
/// @param complete whether the proxy was seen to run; where it was not, ask again
/// @param problem why no configuration can be brought to it, with what to do
public record Probe(Capabilities can, boolean complete, Optional<String> problem) {}
