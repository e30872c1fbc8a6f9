package io.sallyport.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source.Subscription.Pulse;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whether an open event stream still says what happens: the engine is asked for what it remembers
/// since the last event that was heard.
///
/// All times are the engine's: those of its events, and the `Date` of its answers (whole seconds).
/// `until` is never ahead of its clock, so that the answer ends at once. An engine remembers its
/// last 256 events of all kinds (moby, daemon/events).
final class EventPulse {
  private static final long SECOND = 1_000_000_000L;

  /// An engine that takes longer is asked for everything: that is slow, too, but tells.
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /// Both answers come from one engine at the same time, but are read by two threads.
  private static final Duration ON_ITS_WAY = Duration.ofMillis(500);

  private final EngineCalls calls;
  private final EngineRequest events;
  private final EngineClock clock = new EngineClock(System::nanoTime);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long heard;

  /// @param newest when the newest event was that the engine remembers; 0 for none
  private record Memory(boolean setBack, long newest) {}

  /// @param events the stream's own request
  EventPulse(EngineCalls calls, EngineRequest events) {
    this.calls = calls;
    this.events = events;
  }

  /// The stream has begun. Its first second may hold events from before it: they do not count.
  void begins(Response opened) {
    date(opened)
        .ifPresent(time -> {
          clock.isPast(time);
          hears(time + SECOND);
        });
  }

  /// The stream has said what happened at this time.
  void said(long time) {
    clock.isPast(time);
    hears(time);
  }

  /// One bounded call.
  Pulse take() {
    OptionalLong now = clock.now();
    long since = heard() + 1;
    if (now.isEmpty()) {
      return Pulse.UNKNOWN; // Something before the engine keeps its `Date` to itself.
    } else if (now.getAsLong() <= since) {
      return Pulse.LIVE; // It was heard just now.
    }
    long until = now.getAsLong();
    try {
      Memory memory =
          calls.exchange(
              events.query("since", seconds(since)).query("until", seconds(until)),
              Deadline.in(LIMIT),
              answer -> memory(answer, until));
      // Times before the last event that was heard would come again, and be taken for old ones.
      return memory.setBack() || !awaitHeard(memory.newest()) ? Pulse.SILENT : Pulse.LIVE;
    } catch (EngineException unanswered) {
      return Pulse.UNKNOWN;
    }
  }

  private Memory memory(Response answer, long asked) throws IOException {
    OptionalLong date = date(answer);
    if (date.isEmpty()) {
      throw new IOException("no date");
    } else if (date.getAsLong() + SECOND < asked) {
      return new Memory(true, 0); // Without its end, which is as far off as the clock was set back.
    }
    clock.isPast(date.getAsLong());
    LongAccumulator newest = new LongAccumulator(Math::max, 0);
    JsonTree.each(answer.getBody(), event -> newest.accumulate(EngineJson.event(event).timeNano()));
    return new Memory(false, newest.get());
  }

  private boolean awaitHeard(long time) {
    lock.lock();
    try {
      long left = ON_ITS_WAY.toNanos();
      while (heard < time && left > 0) {
        left = more.awaitNanos(left);
      }
      return heard >= time;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void hears(long time) {
    lock.lock();
    try {
      heard = Math.max(heard, time);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long heard() {
    lock.lock();
    try {
      return heard;
    } finally {
      lock.unlock();
    }
  }

  private static OptionalLong date(Response answer) {
    List<String> dates = answer.getHeaders().getOrDefault("Date", List.of());
    try {
      return dates.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(
              ZonedDateTime.parse(dates.getLast(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toEpochSecond()
                  * SECOND);
    } catch (DateTimeParseException garbled) {
      return OptionalLong.empty();
    }
  }

  private static String seconds(long time) {
    return "%d.%09d".formatted(time / SECOND, time % SECOND);
  }
}
