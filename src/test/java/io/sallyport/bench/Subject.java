package io.sallyport.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// The product that is measured, as a file in `bench/subjects` describes it.
///
/// @param controller what watches the engine, where that is not the proxy itself
record Subject(
    String name,
    Part proxy,
    int port,
    Part controller,
    List<String> serverLabels,
    List<String> serverEnvironment) {

  /// A container to run; none where the image is empty.
  record Part(
      String image,
      List<String> command,
      List<String> environment,
      List<String> labels,
      List<String> binds) {}

  static Subject read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      properties.load(text);
    }
    return new Subject(
        properties.getProperty("name", file.getFileName().toString()),
        part(properties, "proxy"),
        Integer.parseInt(properties.getProperty("proxy.port", "80")),
        part(properties, "controller"),
        list(properties, "server.labels"),
        list(properties, "server.env"));
  }

  /// The same with another image of what watches the engine.
  Subject controlledBy(String image) {
    Part other =
        new Part(
            image,
            controller.command(),
            controller.environment(),
            controller.labels(),
            controller.binds());
    return new Subject(name, proxy, port, other, serverLabels, serverEnvironment);
  }

  /// Whether the proxy is told by somebody else.
  boolean controlled() {
    return !controller.image().isEmpty();
  }

  Map<String, String> labels(String host) {
    return pairs(serverLabels.stream().map(each -> each.replace("{host}", host)).toList());
  }

  List<String> environment(String host) {
    return serverEnvironment.stream().map(each -> each.replace("{host}", host)).toList();
  }

  static Map<String, String> pairs(List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }

  private static Part part(Properties properties, String name) {
    return new Part(
        properties.getProperty(name + ".image", ""),
        list(properties, name + ".command"),
        list(properties, name + ".env"),
        list(properties, name + ".labels"),
        list(properties, name + ".binds"));
  }

  private static List<String> list(Properties properties, String key) {
    return Stream.of(properties.getProperty(key, "").split(";", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }
}
