package io.sallyport.docker;

import java.util.Optional;

/// Whether an endpoint may be used.
///
/// @param problem who said no and how, in a sentence; empty when it may, or need not
public record Permission(Endpoint endpoint, Optional<String> problem) {}
