package io.sallyport.api;

import io.sallyport.api.http.HttpAnswer;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.history.HistorySnapshot.Revisions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Answers that grow with the fleet, made once for all who ask while they are the same: each change
/// that the stream tells of makes every dashboard ask at once. One that says for how long something
/// has been so is anew each second.
final class AnswerCache {
  private static final int OK = 200;

  private final Map<String, HttpAnswer> answers = new HashMap<>();
  private Optional<Moment> moment = Optional.empty();

  /// What an answer depends on: the number of the newest change, and the pass.
  private record Moment(
      Revisions revisions, Optional<Instant> pass, List<Finding> findings, long second) {
    static Moment of(ApiView view) {
      return new Moment(
          view.snapshot().revisions(),
          view.snapshot().pass().map(PassSnapshot::at),
          view.status().allFindings(),
          view.now().getEpochSecond());
    }
  }

  /// The answer, in which who asks at the same time waits for the first.
  ///
  /// @param name of the document
  synchronized HttpAnswer of(String name, ApiView view, Function<ApiView, HttpAnswer> make) {
    Optional<Moment> now = Optional.of(Moment.of(view));
    if (!now.equals(moment)) {
      answers.clear();
      moment = now;
    }
    HttpAnswer known = answers.get(name);
    if (known != null) {
      return known;
    }
    HttpAnswer made = make.apply(view);
    if (made.code() != OK) {
      return made;
    }
    HttpAnswer packed = made.packed();
    answers.put(name, packed);
    return packed;
  }
}
