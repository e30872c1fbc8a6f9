package io.sallyport.api;

import io.sallyport.api.Documents.ErrorDocument;
import io.sallyport.api.Documents.Events;
import io.sallyport.api.http.HttpAnswer;
import io.sallyport.history.EventHistory;
import io.sallyport.history.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/api/v1`: what is known, as JSON. `openapi.json`, which is one of its paths, describes the
/// others.
final class Api {
  static final String ROOT = "/api/v1/";
  static final String STREAM = ROOT + "stream";
  private static final String CONFIG = ROOT + "proxies/{name}/config";
  private static final Pattern CONFIG_OF = Pattern.compile(ROOT + "proxies/([^/]+)/config");
  private static final int UNAVAILABLE = 503;
  private static final String DESCRIPTION = description();

  private final Supplier<Status> status;
  private final EventHistory history;
  private final Function<Status, Boolean> alive;
  private final String version;
  private final InstantSource clock;

  private final AnswerCache shared = new AnswerCache();

  private final Map<String, Function<ApiView, HttpAnswer>> documents =
      Map.of(
          "state", view -> Json.answer(200, state(view)),
          "routes", view -> shared("routes", view, ApiView::routes),
          "containers", view -> shared("containers", view, ApiView::containers),
          "proxies", view -> Json.answer(200, view.proxies()),
          "certificates", view -> Json.answer(200, view.certificates()),
          "findings", view -> Json.answer(200, view.findings()),
          "events", _ -> events(),
          "openapi.json", _ -> HttpAnswer.of(200, "application/json", DESCRIPTION));

  /// @param alive whether the loop turns, by what it has shown of itself
  /// @param version of Sallyport
  Api(
      Supplier<Status> status,
      EventHistory history,
      Function<Status, Boolean> alive,
      String version,
      InstantSource clock) {
    this.status = status;
    this.history = history;
    this.alive = alive;
    this.version = version;
    this.clock = clock;
  }

  /// All paths, as the description writes them.
  Set<String> paths() {
    Set<String> paths = new TreeSet<>(Set.of(STREAM, CONFIG));
    documents.keySet().forEach(name -> paths.add(ROOT + name));
    return paths;
  }

  /// @param path below [#ROOT], as it was written
  HttpAnswer answer(String path) {
    Matcher config = CONFIG_OF.matcher(path);
    if (config.matches()) {
      return view()
          .config(config.group(1))
          .map(document -> Json.answer(200, document))
          .orElseGet(() -> problem(404, "no running proxy has this name; see " + ROOT + "proxies"));
    }
    Function<ApiView, HttpAnswer> document = documents.get(path.substring(ROOT.length()));
    return document == null
        ? problem(404, "not found; " + ROOT + "openapi.json lists all paths")
        : document.apply(view());
  }

  /// What the stream tells of each change.
  Documents.SystemState state() {
    return state(view());
  }

  String id(long number) {
    return history.epoch() + "-" + number;
  }

  static HttpAnswer problem(int code, String why) {
    return Json.answer(code, new ErrorDocument(why));
  }

  private ApiView view() {
    return new ApiView(status.get(), history.snapshot(), clock.instant());
  }

  private Documents.SystemState state(ApiView view) {
    return view.state(id(history.last()), version, history.settings(), alive.apply(view.status()));
  }

  private HttpAnswer events() {
    EventHistory.NewEntries all = history.since(0);
    return Json.answer(200, new Events(id(all.last()), all.entries()));
  }

  /// These are as long as the fleet is large.
  private HttpAnswer shared(String name, ApiView asked, Function<ApiView, Optional<?>> document) {
    return shared.of(name, asked, view -> seen(document.apply(view)));
  }

  private HttpAnswer seen(Optional<?> document) {
    return document
        .map(each -> Json.answer(200, each))
        .orElseGet(() ->
            problem(UNAVAILABLE, status.get().unseen().orElse("the engine has not been seen yet")));
  }

  private static String description() {
    try (InputStream file = Api.class.getResourceAsStream("openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
