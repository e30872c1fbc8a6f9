package io.sallyport.api;

import com.sun.net.httpserver.HttpExchange;
import io.sallyport.api.http.HttpAnswer;
import io.sallyport.api.http.WriteDeadline;
import io.sallyport.history.EventHistory;
import io.sallyport.history.EventHistory.NewEntries;
import io.sallyport.history.HistoryEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// `/api/v1/stream`: server-sent events
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html). First the state, then each
/// entry as it happens and, after any change, the state anew. One that comes back with the last
/// number that it saw first gets the entries that it missed, as far as they are kept.
///
/// Each reader has a thread of its own, which alone waits for it.
final class ChangeStream {
  /// Dashboards and terminals, not clients of sites.
  static final int MOST = 20;

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);

  /// What asking for the headers alone gives.
  static final HttpAnswer HEAD = HttpAnswer.of(200, "text/event-stream", "");

  private static final String RETRY = "retry: 1000\n\n";

  private final Api api;
  private final EventHistory history;
  private final WriteDeadline deadline;
  private final Semaphore places = new Semaphore(MOST);

  ChangeStream(Api api, EventHistory history, WriteDeadline deadline) {
    this.api = api;
    this.history = history;
    this.deadline = deadline;
  }

  boolean begin() {
    return places.tryAcquire();
  }

  /// Runs until the reader goes, after [#begin].
  void run(HttpExchange exchange) throws IOException {
    try {
      exchange.getResponseHeaders().set("Content-Type", HEAD.type());
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        follow(out, exchange.getRequestHeaders().getFirst("Last-Event-ID"));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  private void follow(OutputStream out, @Nullable String lastSeen)
      throws IOException, InterruptedException {
    NewEntries news = history.since(begin(lastSeen));
    send(out, RETRY + messages(news));
    while (true) {
      long seen = news.last();
      news = history.next(seen, HEARTBEAT);
      send(out, news.last() == seen ? ": still here\n\n" : messages(news));
    }
  }

  /// Numbers of another run, or none, mean all that is new from now on.
  private long begin(@Nullable String lastSeen) {
    long last = history.last();
    String prefix = api.id(0).replaceFirst("0$", "");
    if (lastSeen == null || !lastSeen.matches(prefix + "\\d{1,18}")) {
      return last;
    }
    return Math.min(last, Long.parseLong(lastSeen.substring(prefix.length())));
  }

  private String messages(NewEntries news) {
    StringBuilder text = new StringBuilder();
    for (HistoryEntry entry : news.entries()) {
      message(text, "entry", entry.id(), entry);
    }
    message(text, "state", news.last(), api.state());
    return text.toString();
  }

  /// JSON without line ends, so one line of data.
  private void message(StringBuilder text, String event, long number, Object document) {
    text.append("event: ").append(event).append("\nid: ").append(api.id(number)).append("\ndata: ");
    text.append(Json.line(document)).append("\n\n");
  }

  private void send(OutputStream out, String text) throws IOException {
    deadline.within(
        LONGEST_WRITE,
        () -> {
          out.write(text.getBytes(StandardCharsets.UTF_8));
          out.flush();
        });
  }
}
