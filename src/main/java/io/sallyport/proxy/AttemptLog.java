package io.sallyport.proxy;

import java.util.List;

/// How the failed attempts that a proxy notes are read, and taken away.
///
/// @param quiet a command of shell builtins that ends with 0 while nothing is noted
/// @param take prints what is noted, as much as a reply holds, and empties it
public record AttemptLog(List<String> quiet, List<String> take) {
  public AttemptLog {
    quiet = List.copyOf(quiet);
    take = List.copyOf(take);
  }
}
