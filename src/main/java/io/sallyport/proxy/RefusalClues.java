package io.sallyport.proxy;

import java.util.List;
import java.util.OptionalInt;

/// What a proxy's message says about the place in a configuration that it refuses.
///
/// @param quoted words of the configuration that it quotes
/// @param line of the configuration, counted from 1
public record RefusalClues(List<String> quoted, OptionalInt line) {
  public RefusalClues {
    quoted = List.copyOf(quoted);
  }
}
