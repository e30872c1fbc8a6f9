package io.sallyport.proxy.nginx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The directives of one level of a configuration, as a template wrote them: the built-in
/// template's and, behind them, those of an operator's block.
///
/// Nginx refuses most directives that stand twice on one level, and sends a header twice that
/// `proxy_set_header` names twice. Here the last one counts, so that a line of an operator's takes
/// the place of ours.
final class Directives {
  private static final String HEADER = "proxy_set_header";

  /// Directives of the built-in template that Nginx takes once on a level.
  private static final Set<String> ONCE =
      Set.of(
          "absolute_redirect",
          "client_max_body_size",
          "http2",
          "keepalive",
          "keepalive_min_timeout",
          "keepalive_requests",
          "keepalive_time",
          "keepalive_timeout",
          "large_client_header_buffers",
          "pid",
          "proxy_buffer_size",
          "proxy_buffering",
          "proxy_buffers",
          "proxy_connect_timeout",
          "proxy_http_version",
          "proxy_max_temp_file_size",
          "proxy_pass",
          "proxy_read_timeout",
          "proxy_redirect",
          "proxy_send_timeout",
          "proxy_ssl_certificate",
          "proxy_ssl_certificate_key",
          "proxy_ssl_name",
          "proxy_ssl_password_file",
          "proxy_ssl_protocols",
          "proxy_ssl_server_name",
          "proxy_ssl_trusted_certificate",
          "proxy_ssl_verify",
          "proxy_ssl_verify_depth",
          "real_ip_header",
          "real_ip_recursive",
          "reset_timedout_connection",
          "send_timeout",
          "sendfile",
          "server_names_hash_bucket_size",
          "server_names_hash_max_size",
          "server_tokens",
          "ssl_ciphers",
          "ssl_client_certificate",
          "ssl_dhparam",
          "ssl_protocols",
          "ssl_session_cache",
          "ssl_session_timeout",
          "ssl_verify_client",
          "ssl_verify_depth",
          "status_zone",
          "tcp_nopush",
          "user",
          "worker_connections",
          "worker_processes",
          "worker_rlimit_nofile",
          "worker_shutdown_timeout",
          "zone");

  /// A directive without a block of its own.
  ///
  /// @param start where it begins, with the line break and the spaces before it
  /// @param key what it says something about; empty where it may stand many times
  private record Simple(int start, int end, String key) {}

  private final String text;
  private final List<Simple> simple = new ArrayList<>();

  Directives(String text) {
    this.text = text;
    read();
  }

  /// The text without directives that a later one takes the place of.
  String lastOfEach() {
    Map<String, Simple> last = new HashMap<>();
    simple.forEach(directive -> last.put(directive.key, directive));
    StringBuilder kept = new StringBuilder(text.length());
    int copied = 0;
    for (Simple directive : simple) {
      if (!directive.key.isEmpty() && !directive.equals(last.get(directive.key))) {
        kept.append(text, copied, directive.start);
        copied = directive.end;
      }
    }
    return kept.append(text, copied, text.length()).toString();
  }

  /// The headers that it sets, each as its directive, by [#key].
  Map<String, String> headers() {
    Map<String, String> headers = new java.util.LinkedHashMap<>();
    for (Simple directive : simple) {
      if (directive.key.startsWith(HEADER)) {
        headers.put(directive.key, text.substring(directive.start, directive.end).strip());
      }
    }
    return headers;
  }

  /// As Nginx reads it (ngx_conf_file.c): a quote counts at the beginning of a word, and so does
  /// `#`.
  private void read() {
    int depth = 0;
    int start = 0;
    List<String> words = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      char next = text.charAt(at);
      if (Character.isWhitespace(next)) {
        at++;
      } else if (next == '#') {
        at = endOfLine(at);
        start = words.isEmpty() ? at : start;
      } else if (next == ';' || next == '{' || next == '}') {
        at++;
        if (next == ';' && depth == 0 && !words.isEmpty()) {
          simple.add(new Simple(start, at, key(words)));
        }
        depth += next == '{' ? 1 : next == '}' ? -1 : 0;
        words.clear();
        start = at;
      } else {
        int end = endOfWord(at);
        words.add(text.substring(at, end));
        at = end;
      }
    }
  }

  private int endOfLine(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /// The brace of `${name}` is part of a word.
  private static boolean endsWord(char next, char before) {
    return Character.isWhitespace(next) || next == ';' || (next == '{' && before != '$');
  }

  private int endOfWord(int from) {
    char first = text.charAt(from);
    boolean quoted = first == '"' || first == '\'';
    for (int at = from + 1; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '\\') {
        at++;
      } else if (quoted && next == first) {
        return at + 1;
      } else if (!quoted && endsWord(next, text.charAt(at - 1))) {
        return at;
      }
    }
    return text.length();
  }

  private static String key(List<String> words) {
    String name = words.getFirst();
    if (name.equals(HEADER) && words.size() > 1) {
      return HEADER + " " + words.get(1).replaceAll("[\"']", "").toLowerCase(Locale.ROOT);
    }
    return ONCE.contains(name) ? name : "";
  }
}
