package io.sallyport.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// A request as a client makes it: `https://shop.example.com/cart`.
///
/// @param scheme `http` or `https`; empty where that was left out
/// @param host in lower case, without a port
/// @param path decoded, and as a proxy compares it: without `//`, `.` and `..`
record Request(String scheme, String host, String path) {

  /// A text with a path, or a scheme; empty for any other.
  ///
  /// @throws InputException when it has one and cannot be a request
  static Optional<Request> parse(String text) {
    if (!text.contains("/") || text.startsWith("/")) {
      return Optional.empty();
    }
    boolean whole = text.contains("://");
    try {
      URI url = new URI(whole ? text : "http://" + text).normalize();
      String scheme = url.getScheme().toLowerCase(Locale.ROOT).replaceFirst("^ws", "http");
      if (!scheme.matches("https?") || url.getRawAuthority() == null) {
        throw new InputException("`" + text + "` is no URL of a site: write https://HOST/PATH");
      }
      String host = host(url.getRawAuthority().replaceFirst("^.*@", ""));
      String path = url.getPath().replaceAll("/{2,}", "/").replaceFirst("^(/\\.\\.)+(?=/|$)", "");
      return Optional.of(new Request(whole ? scheme : "", host, path.isEmpty() ? "/" : path));
    } catch (URISyntaxException wrong) {
      throw new InputException(
          "`%s` is no URL: %s at character %d"
              .formatted(text, wrong.getReason(), wrong.getIndex() + 1));
    }
  }

  /// A name as it is looked up: in lower case, without a port or the dot of the root.
  static String host(String text) {
    return text.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
  }

  /// Whether a location of this root answers it.
  boolean isBelow(String root) {
    return root.equals("/") || path.equals(root) || path.startsWith(root + "/");
  }

  @Override
  public String toString() {
    return (scheme.isEmpty() ? "" : scheme + "://") + host + path;
  }
}
