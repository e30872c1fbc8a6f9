package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The grammars of settings that are hosts, ports and URLs.
final class Addresses {
  private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?";
  private static final String V6 = "[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(\\.\\d{1,3}){0,3}";
  private static final String HOST = "(" + NAME + "|\\[" + V6 + "])";
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>" + HOST + ")?:(?<port>\\d{1,9})");
  private static final Pattern URL =
      Pattern.compile("(?<scheme>[a-z]+)://(?<host>" + HOST + ")(:(?<port>\\d{1,9}))?/?");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");

  static final Text HOST_NAME =
      Text.matching(
          "host or address",
          NAME + "|" + V6 + "|\\[" + V6 + "]",
          "must be a host or an address",
          "");

  /// Where we listen: `:8080`, `127.0.0.1:8080`, `[::1]:8080`.
  static final Text LISTEN = new Text("address:port", text -> hostAndPort(text, false));

  static final Text HOST_PORT = new Text("host:port", text -> hostAndPort(text, true));

  static final Text ENGINE_URL = new Text("URL", Addresses::engine);

  private Addresses() {}

  private static Reading<String> hostAndPort(String text, boolean hostNeeded) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    if (!parts.matches() || (hostNeeded && parts.group("host") == null)) {
      String advice =
          text.matches("\\d{1,5}") && !hostNeeded ? "did you mean `:" + text + "`?" : "";
      String shape = hostNeeded ? "`host:port`" : "`:port` or `address:port`";
      return new Refused<>("must be " + shape + ", not `" + text + "`", advice);
    }
    return port(parts.group("port"), text);
  }

  private static Reading<String> port(String port, String text) {
    int number = Integer.parseInt(port);
    return number >= 1 && number <= 65_535
        ? new Taken<>(text)
        : new Refused<>("must have a port from 1 to 65535, not " + port, "");
  }

  /// Where a Docker engine is
  /// (<https://docs.docker.com/reference/cli/dockerd/#daemon-socket-option>).
  private static Reading<String> engine(String text) {
    if (text.startsWith("unix://")) {
      return text.startsWith("unix:///") && text.length() > 8
          ? new Taken<>(text)
          : new Refused<>(
              "must name a socket by its absolute path, not `" + text + "`",
              "write it like \"unix:///var/run/docker.sock\"");
    }
    Matcher url = URL.matcher(text);
    if (!url.matches() || !url.group("scheme").matches("tcp|https?")) {
      return new Refused<>("must be where a Docker engine listens, not `" + text + "`", like(text));
    }
    if (url.group("port") != null) {
      return port(url.group("port"), text);
    }
    return url.group("scheme").equals("tcp")
        ? new Refused<>(
            "must have a port, not `" + text + "`", "2376 is usual with TLS, 2375 without")
        : new Taken<>(text);
  }

  private static String like(String text) {
    Matcher scheme = SCHEME.matcher(text);
    String name = scheme.matches() ? scheme.group(1) : "";
    return switch (name) {
      case "npipe" -> "Windows pipes are not supported; use tcp://host:port";
      case "ssh", "fd" -> name + " is not supported; use unix:///path or tcp://host:port";
      default ->
          text.startsWith("/")
              ? "did you mean `unix://" + text + "`?"
              : HOST_AND_PORT.matcher(text).matches()
                  ? "did you mean `tcp://" + text + "`?"
                  : "write unix:///path, tcp://host:port, http://host or https://host";
    };
  }
}
