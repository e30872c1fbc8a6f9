package io.sallyport.proxy.haproxy;

import io.sallyport.proxy.Capabilities;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a proxy's HAProxy can do, as far as a configuration depends on it.
///
/// It comes from the proxy, which may say anything: each value is checked, and one that is not
/// usable counts as not said.
///
/// @param version `2.6.12`
/// @param drops whether it is started as root and has the account `haproxy` for its workers
/// @param ipv6 whether its network namespace has IPv6
/// @param socket where its runtime socket can be: a directory of this container alone
record HaproxyCapabilities(String version, boolean drops, boolean ipv6, Optional<String> socket) {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.\\d{1,3}\\.\\d{1,4}");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]{1,60}");

  /// What a configuration is rendered for when no proxy has been asked: Debian 12's HAProxy.
  static final HaproxyCapabilities BASELINE =
      new HaproxyCapabilities("2.6.0", false, false, Optional.empty());

  HaproxyCapabilities {
    version = VERSION.matcher(version).matches() ? version : "2.6.0";
    socket = socket.filter(path -> PATH.matcher(path).matches());
  }

  /// Reads what [#toString] writes, `haproxy/3.0.11 ipv6`. What it does not say, or says wrongly,
  /// is as in [#BASELINE].
  static HaproxyCapabilities parse(String text) {
    HaproxyCapabilities can = BASELINE;
    for (String word : text.split(" ", -1)) {
      String value = word.substring(Math.max(word.indexOf('/'), word.indexOf('=')) + 1);
      can =
          new HaproxyCapabilities(
              word.startsWith("haproxy/") ? value : can.version,
              can.drops || word.equals("drops"),
              can.ipv6 || word.equals("ipv6"),
              word.startsWith("socket=")
                  ? Optional.of(word.substring("socket=".length()))
                  : can.socket);
    }
    return can;
  }

  static HaproxyCapabilities of(Capabilities can) {
    return parse(can.text());
  }

  /// One line for people and for snapshots; [#parse] reads it.
  @Override
  public String toString() {
    return "haproxy/"
        + version
        + (drops ? " drops" : "")
        + (ipv6 ? " ipv6" : "")
        + socket.map(path -> " socket=" + path).orElse("");
  }

  Capabilities opaque() {
    return new Capabilities(toString());
  }

  /// Whether it takes certificates whose keys are in other files: 3.0 and later.
  boolean stores() {
    Matcher number = VERSION.matcher(version);
    return number.matches() && Integer.parseInt(number.group(1)) >= 3;
  }

  /// As a template sees it.
  Map<String, @Nullable Object> view() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("version", version);
    view.put("drops", drops);
    view.put("ipv6", ipv6);
    view.put("socket", socket.orElse(null));
    return Collections.unmodifiableMap(view);
  }
}
