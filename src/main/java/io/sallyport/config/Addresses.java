package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The grammars of settings that are hosts, ports and URLs.
final class Addresses {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /// Container and service names have underscores, so host names here may have them too.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>[^:/@]*|\\[[^]]*]):(?<port>\\d{1,9})");
  private static final Pattern URL =
      Pattern.compile("(?<scheme>tcp|https?)://(?<host>[^:/@]+|\\[[^]]*])(:(?<port>\\d{1,9}))?/?");
  private static final Pattern SCHEME = Pattern.compile("([a-z]+):.*");

  /// Brackets are taken off: whoever writes an address puts them where they belong.
  static final Text HOST_OR_ADDRESS =
      address(
          "host or address",
          text ->
              isHost(text) || isV6(text)
                  ? new Taken<>(text.replaceAll("[\\[\\]]", ""))
                  : new Refused<>("must be a host name or an address, not `" + text + "`", ""));

  /// Where we listen: `:8080`, `127.0.0.1:8080`, `[::1]:8080`.
  static final Text LISTEN = address("address:port", text -> hostAndPort(text, false));

  static final Text HOST_PORT = address("host:port", text -> hostAndPort(text, true));

  /// Where a Docker engine is
  /// (<https://docs.docker.com/reference/cli/dockerd/#daemon-socket-option>).
  static final Text ENGINE_URL =
      address(
          "URL",
          written -> {
            String text = withLowerScheme(written);
            return text.startsWith("unix:") ? socket(text) : remote(text);
          });

  /// Addresses and networks: `10.0.0.0/8`, `192.0.2.7`, `2001:db8::/32`.
  static final TextList NETWORKS =
      new TextList("list of addresses and CIDRs", new Text("network", Addresses::network), true);

  private Addresses() {}

  /// Nginx warns of bits behind the prefix: they are a mistake in one of the two.
  private static Reading<String> network(String text) {
    String[] parts = text.split("/", -1);
    boolean v4 = V4.matcher(parts[0]).matches();
    if (parts.length > 2 || !(v4 || isV6(parts[0]))) {
      return new Refused<>(
          "must hold addresses and CIDRs, not `" + text + "`",
          "write them like \"10.0.0.0/8\" or \"192.0.2.7\"");
    }
    byte[] address = v4 ? Inet4Address.ofLiteral(parts[0]).getAddress() : bytesOfV6(parts[0]);
    int bits = address.length * Byte.SIZE;
    if (parts.length == 1) {
      return new Taken<>(literal(address));
    }
    if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > bits) {
      return new Refused<>(
          "must have a prefix length from 0 to " + bits + ", not `" + text + "`", "");
    }
    int prefix = Integer.parseInt(parts[1]);
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
      masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    String network = literal(masked) + "/" + prefix;
    return Arrays.equals(masked, address)
        ? new Taken<>(network)
        : new Refused<>(
            "has bits behind the prefix in `" + text + "`", "did you mean `" + network + "`?");
  }

  /// All sixteen bytes, also of an IPv4 address that is written in IPv6.
  private static byte[] bytesOfV6(String text) {
    byte[] address = Inet6Address.ofLiteral(text).getAddress();
    if (address.length == 16) {
      return address;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(address, 0, mapped, 12, address.length);
    return mapped;
  }

  private static String literal(byte[] address) {
    if (address.length == 4) {
      return (address[0] & 0xff)
          + "."
          + (address[1] & 0xff)
          + "."
          + (address[2] & 0xff)
          + "."
          + (address[3] & 0xff);
    }
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < address.length; i += 2) {
      groups.append(i == 0 ? "" : ":");
      groups.append(
          Integer.toHexString((address[i] & 0xff) << Byte.SIZE | (address[i + 1] & 0xff)));
    }
    return groups.toString().replaceFirst("(^|:)0(:0)+(:|$)", "::");
  }

  /// What has an `@` and is no path may hold a password, and is not shown.
  private static Text address(String name, Function<String, Reading<String>> check) {
    return new Text(
        name,
        text ->
            check.apply(text) instanceof Refused<String>(String _, String suggestion)
                    && text.contains("@")
                ? new Refused<>(
                    "must be an address without user and password (`@`)",
                    suggestion.contains("@") ? "" : suggestion)
                : check.apply(text));
  }

  /// As it stands in a URL: a name, an IPv4 address, or an IPv6 address in brackets.
  private static boolean isHost(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return isV6(text.substring(1, text.length() - 1));
    }
    boolean digits = text.matches("[\\d.]+");
    return digits ? V4.matcher(text).matches() : NAME.matcher(text).matches();
  }

  private static boolean isV6(String text) {
    if (!text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return false;
    }
    try {
      return !Inet6Address.ofLiteral(text).getHostAddress().isEmpty();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Reading<String> hostAndPort(String text, boolean hostNeeded) {
    Matcher parts = HOST_AND_PORT.matcher(text);
    boolean valid =
        parts.matches()
            && (parts.group("host").isEmpty() ? !hostNeeded : isHost(parts.group("host")));
    if (valid) {
      return port(parts.group("port"), text);
    }
    String shape = hostNeeded ? "`host:port`" : "`:port` or `address:port`";
    boolean onlyPort = text.matches("\\d{1,5}") && !hostNeeded;
    return new Refused<>(
        "must be " + shape + ", not `" + text + "`",
        onlyPort ? "did you mean `:" + text + "`?" : "");
  }

  private static Reading<String> port(String port, String text) {
    int number = Integer.parseInt(port);
    return number >= 1 && number <= 65_535
        ? new Taken<>(text)
        : new Refused<>("must have a port from 1 to 65535, not " + number, "");
  }

  private static String withLowerScheme(String text) {
    int end = text.indexOf("://");
    return end < 0 ? text : text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
  }

  private static Reading<String> socket(String text) {
    return text.matches("unix:///.+")
        ? new Taken<>(text)
        : new Refused<>(
            "must name a socket by its absolute path, not `" + text + "`",
            "write it like \"unix:///var/run/docker.sock\"");
  }

  private static Reading<String> remote(String text) {
    if (HOST_AND_PORT.matcher(text).matches() && hostAndPort(text, true) instanceof Taken) {
      return new Corrected<>(
          "tcp://" + text,
          "has no scheme, so it counts as `tcp://" + text + "`",
          "write \"tcp://" + text + "\"");
    }
    Matcher url = URL.matcher(text);
    if (!url.matches() || !isHost(url.group("host"))) {
      return new Refused<>("must be where a Docker engine listens, not `" + text + "`", like(text));
    }
    if (url.group("port") != null) {
      return port(url.group("port"), text);
    }
    return url.group("scheme").equals("tcp")
        ? new Refused<>(
            "must have a port, not `" + text + "`", "usual are 2376 with TLS, 2375 without")
        : new Taken<>(text);
  }

  private static String like(String text) {
    Matcher scheme = SCHEME.matcher(text);
    return switch (scheme.matches() ? scheme.group(1) : "") {
      case "npipe" -> "Windows pipes are not supported, write tcp://host:port";
      case "ssh" -> "SSH is not supported, write unix:///path or tcp://host:port";
      case String _ when text.startsWith("/") -> "did you mean `unix://" + text + "`?";
      case String _ -> "write unix:///path, tcp://host:port, http://host or https://host";
    };
  }
}
