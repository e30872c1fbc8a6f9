package io.sallyport.routing;

/// Paths of requests, as labels name them: without a slash at the end.
final class PathPrefix {
  private PathPrefix() {}

  /// Whether a path is another one or lies below it.
  static boolean within(String path, String above) {
    return above.equals("/") || path.equals(above) || path.startsWith(above + "/");
  }
}
