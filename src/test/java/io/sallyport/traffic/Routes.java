package io.sallyport.traffic;

/// Linux' table of routes, `/proc/net/route`.
final class Routes {
  private static final String DEFAULT = "00000000";

  private Routes() {}

  /// Where the default route leads, as the kernel writes addresses; empty where there is none.
  static String gateway(String routes) {
    return routes
        .lines()
        .map(line -> line.split("\\s+", -1))
        .filter(fields -> fields[1].equals(DEFAULT))
        .map(fields -> fields[2])
        .findFirst()
        .orElse("");
  }
}
