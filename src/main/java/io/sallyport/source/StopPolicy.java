package io.sallyport.source;

import java.time.Duration;

/// How an engine stops a container: by this signal, and by SIGKILL once the time has passed.
///
/// @param signal a number of Linux on x86-64 and ARM, such as 15
public record StopPolicy(int signal, Duration timeout) {
  /// What holds where image and container say nothing: SIGTERM and ten seconds.
  public static final StopPolicy DEFAULT = new StopPolicy(15, Duration.ofSeconds(10));
}
