package io.sallyport.docker;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of each call of the engine that it begins and how it ended: to an observer, and to the log
/// for those who look for what takes long.
record CallLog(CallObserver observer) {
  private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

  /// A call begins.
  ///
  /// @return when that was, for [#ended]
  long begin(EngineRequest request) {
    observer.begun(request.endpoint());
    return System.nanoTime();
  }

  /// One look needs so many calls, and so many have ended.
  void counted(int done, int all) {
    observer.counted(done, all);
  }

  void ended(EngineRequest request, long begun, boolean failed) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    observer.ended(request.endpoint(), took, failed);
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("endpoint", request.endpoint())
          .addKeyValue("micros", took.toNanos() / 1000)
          .addKeyValue("failed", failed)
          .log(
              "engine call {}{}, {} ms",
              request.name(),
              failed ? " failed" : "",
              "%.1f".formatted(took.toNanos() / 1e6));
    }
  }
}
