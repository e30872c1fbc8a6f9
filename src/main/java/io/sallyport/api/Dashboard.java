package io.sallyport.api;

import com.sun.net.httpserver.Headers;
import io.sallyport.api.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The page for browsers: files of the jar, which ask the [Api] and nothing else.
final class Dashboard {
  /// Its own scripts, styles and API, and nothing that a script could be smuggled into: also no
  /// text that becomes HTML. https://www.w3.org/TR/CSP3/
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String FOLDER = "/dashboard/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final List<String> FILES =
      List.of(
          "dashboard.css",
          "dashboard.js",
          "page.js",
          "live.js",
          "rows.js",
          "config.js",
          "standing.js",
          "hosts.js",
          "summary.js",
          "banner.js",
          "certificates.js",
          "icon.svg");

  private Dashboard() {}

  /// Whether a client wants a page rather than text: browsers say so, curl does not.
  static boolean wanted(Headers request) {
    return request.getOrDefault("Accept", List.of()).stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .anyMatch(type -> type.matches("(?i)text/html\\s*(;.*)?") && !type.matches(".*;\\s*q=0"));
  }

  static HttpAnswer page() {
    return file("index.html");
  }

  /// What the page loads, by path.
  static SortedMap<String, HttpAnswer> files() {
    SortedMap<String, HttpAnswer> files = new TreeMap<>();
    FILES.forEach(name -> files.put(FOLDER + name, file(name)));
    return files;
  }

  private static HttpAnswer file(String name) {
    try (InputStream file = Dashboard.class.getResourceAsStream("dashboard/" + name)) {
      if (file == null) {
        throw new IllegalStateException("dashboard/" + name + " is not in the jar");
      }
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
      return HttpAnswer.of(200, type, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
