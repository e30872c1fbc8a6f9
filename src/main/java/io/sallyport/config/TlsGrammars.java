package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The grammars of settings that choose how TLS is spoken.
final class TlsGrammars {
  private static final String CIPHER = "@[A-Z]+(=\\d)?|[!+-]?[A-Za-z0-9_.+-]+";

  /// OpenSSL's cipher list (<https://docs.openssl.org/3.0/man1/openssl-ciphers/>).
  static final Text CIPHERS = new Text("OpenSSL cipher list", TlsGrammars::ciphers);

  private static final List<String> PROTOCOL_NAMES =
      List.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  static final Text PROTOCOLS = new Text("list of protocols", TlsGrammars::protocols);

  private static final String BARE_OPTION =
      "no-sslv3|no-tlsv1[0-3]|force-tlsv1[23]|no-tls-tickets|prefer-client-ciphers";

  private static final String OPTION_WITH_VALUE =
      "(?:ciphers|ciphersuites|curves|ecdhe|alpn|ssl-min-ver|ssl-max-ver) [A-Za-z0-9:+!@_.,=-]+";

  /// What may stand behind `bind … ssl` (<https://docs.haproxy.org/2.6/configuration.html#5.1>).
  static final Text BIND_OPTIONS =
      Text.matching(
          "TLS options",
          "(?:%1$s|%2$s)(?: (?:%1$s|%2$s))*".formatted(BARE_OPTION, OPTION_WITH_VALUE),
          "must be options of HAProxy's `bind` about protocols and ciphers",
          "write it like \"no-tlsv12 ciphers HIGH:!aNULL\"");

  private TlsGrammars() {}

  private static Reading<String> ciphers(String text) {
    return Arrays.stream(text.split("[:, ]", -1)).allMatch(name -> name.matches(CIPHER))
        ? new Taken<>(text)
        : new Refused<>(
            "must be OpenSSL cipher names separated by `:`, not `" + text + "`",
            "write it like \"HIGH:!aNULL:!MD5\"");
  }

  /// Each name as nginx spells it; nginx itself does not mind the case.
  private static Reading<String> protocols(String text) {
    List<String> names = Arrays.stream(text.split("[, ]+")).map(TlsGrammars::spelled).toList();
    Optional<String> wrong =
        names.stream().filter(name -> !PROTOCOL_NAMES.contains(name)).findFirst();
    if (wrong.isEmpty()) {
      return new Taken<>(String.join(" ", names));
    }
    return new Refused<>(
        "must name protocols among "
            + String.join(", ", PROTOCOL_NAMES)
            + ", not `"
            + wrong.get()
            + "`",
        DidYouMean.question(PROTOCOL_NAMES, wrong.get()));
  }

  private static String spelled(String word) {
    return PROTOCOL_NAMES.stream().filter(word::equalsIgnoreCase).findFirst().orElse(word);
  }
}
