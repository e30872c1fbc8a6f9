package io.sallyport.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What was last said of each subject, so that nothing is said twice.
final class LastLogged {
  private final Map<String, String> states = new HashMap<>();

  /// Whether this is news; a subject that nothing was said of was empty.
  synchronized boolean changed(String subject, String state) {
    return !Objects.requireNonNullElse(states.put(subject, state), "").equals(state);
  }
}
