package io.sallyport.discovery;

import java.util.Optional;

/// A key as it was seen.
///
/// @param text empty when the store has no such key
/// @param version the store's own count of changes, to wait for the next one from
public record Reading(Optional<String> text, long version) {}
