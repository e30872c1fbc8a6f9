package io.sallyport.rollout;

import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Probe;
import io.sallyport.source.EngineException;
import io.sallyport.template.TemplateException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a lane's proxy can do in its present life, asked for once in each.
final class ProxyLife {
  private final Supplier<Probe> asking;
  private final Consumer<Capabilities> learned;
  private Capabilities can;
  private String asked = "";

  /// @param baseline what it can do as long as it has not said it
  /// @param asking the proxy, which may throw an [EngineException]
  /// @param learned takes each answer
  ProxyLife(Capabilities baseline, Supplier<Probe> asking, Consumer<Capabilities> learned) {
    can = baseline;
    this.asking = asking;
    this.learned = learned;
  }

  /// Asks, where this life was not asked yet, or its proxy did not run.
  ///
  /// @param life tells one life of the proxy from the next
  /// @return why nothing can be rolled out to it; empty where something can
  Optional<String> begin(String life) {
    if (life.equals(asked)) {
      return Optional.empty();
    }
    try {
      Probe probe = asking.get();
      if (probe.problem().isPresent()) {
        return probe.problem();
      }
      asked = probe.complete() ? life : "";
      can = probe.can();
      learned.accept(can);
      return Optional.empty();
    } catch (EngineException failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  /// The work in the proxy's own dialect, which the loop may not know yet.
  ProxyWork adapted(ProxyWork work) {
    try {
      return work.with(can);
    } catch (TemplateException wrong) {
      return work; // Not rolled out: see [#objection].
    }
  }

  /// Why the work cannot be had in the proxy's own dialect; the loop leaves out what is to blame.
  Optional<String> objection(ProxyWork work) {
    try {
      work.with(can);
      return Optional.empty();
    } catch (TemplateException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }
}
