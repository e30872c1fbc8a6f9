package io.sallyport.source;

import io.sallyport.source.Source.Subscription;
import java.util.function.Consumer;

/// What says which services, tasks and nodes a Swarm has. Says nothing of what runs: that is a
/// [Source], one for each engine.
///
/// Every call ends within a bound of its own, which is shorter than a [Source]'s: a manager without
/// a leader answers nothing for many seconds. What cannot be said becomes an [EngineException];
/// what a filter before the engine keeps back, a [NotAllowedException].
public interface SwarmSource {

  /// What the engine is, and where. Only a manager answers the rest.
  SwarmPlace place();

  /// What the engine is.
  default SwarmRole role() {
    return place().role();
  }

  Listed<SwarmService> services();

  /// All tasks that have not ended.
  Listed<SwarmTask> tasks();

  /// Those of one service.
  ///
  /// @param service its identifier or name
  Listed<SwarmTask> tasks(String service);

  Listed<SwarmNode> nodes();

  /// Subscribes to what changes of services and nodes (of tasks no engine tells), and returns once
  /// the subscription is live. Its pulse tells nothing, and old events may be told again.
  ///
  /// @param onEvent called for each event, in order, on the stream's own thread; must not block
  /// @param onEnd called exactly once when the stream ends for another reason than `close`
  Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd);
}
