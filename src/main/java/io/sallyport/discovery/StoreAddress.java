package io.sallyport.discovery;

import io.sallyport.config.Problem;
import io.sallyport.config.SettingsException;
import io.sallyport.tls.TlsFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where the configuration's key is: the value of `--discovery`, and the TLS files beside it.
///
/// @param text as the operator wrote it
/// @param tls once one of them is named, TLS is spoken and nothing else
public record StoreAddress(String text, Kind kind, List<StoreServer> endpoints, TlsFiles tls) {
  /// Interlock's.
  public static final String KEY = "interlock/v1/config";

  private static final String OPTION = "--discovery";
  private static final String FORM =
      "write it like etcd://HOST:2379, etcd://HOST:2379,HOST:2379 or consul://HOST:8500";

  /// As Interlock, without looking at a path.
  private static final Pattern URL = Pattern.compile("([A-Za-z0-9]+)://([^/?#]*)(?:/[^?#]*)?");

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::(\\d{1,5}))?");
  private static final int HIGHEST_PORT = 65_535;

  /// What speaks there.
  public enum Kind {
    CONSUL(8500),
    ETCD(2379);

    private final int port;

    Kind(int port) {
      this.port = port;
    }
  }

  /// One of a store's servers.
  ///
  /// @param host in brackets when it is an IPv6 address
  public record StoreServer(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  public StoreAddress {
    endpoints = List.copyOf(endpoints);
  }

  /// Reads the options' values; the files are not looked at yet.
  ///
  /// @throws SettingsException with everything that is wrong with them
  public static StoreAddress parse(String text, TlsFiles tls) {
    if (text.contains("@")) { // It may hold a password, and is not shown.
      throw new SettingsException(List.of(problem("must not name a user or password (`@`)", FORM)));
    }
    List<Problem> problems = new ArrayList<>();
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new SettingsException(List.of(problem("is not an address: `" + text + "`", FORM)));
    }
    Kind kind = kind(url.group(1));
    List<StoreServer> endpoints = new ArrayList<>();
    for (String part : url.group(2).split(",", -1)) {
      Matcher host = HOST.matcher(part);
      int port = host.matches() && host.group(2) != null ? Integer.parseInt(host.group(2)) : -1;
      if (!host.matches() || port == 0 || port > HIGHEST_PORT) {
        problems.add(problem("`" + part + "` is not HOST:PORT", FORM));
      } else {
        endpoints.add(new StoreServer(host.group(1), port < 0 ? kind.port : port));
      }
    }
    if (tls.cert().isEmpty() != tls.key().isEmpty()) {
      problems.add(
          problem(
              "needs `--discovery-tls-cert` and `--discovery-tls-key` together, or neither", ""));
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new StoreAddress(text, kind, endpoints, tls);
  }

  private static Kind kind(String scheme) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equals(scheme.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new SettingsException(
                List.of(problem("knows `consul` and `etcd`, not `" + scheme + "`", FORM))));
  }

  static Problem problem(String message, String suggestion) {
    return new Problem(OPTION, 0, 0, message, suggestion);
  }

  String scheme() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// The key's name for messages: `etcd://10.0.0.5:2379/interlock/v1/config`.
  @Override
  public String toString() {
    return scheme()
        + "://"
        + endpoints.stream().map(StoreServer::toString).collect(Collectors.joining(","))
        + "/"
        + KEY;
  }
}
