package io.sallyport.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is wrong only when settings are seen together. Runs after each has been checked alone, and
/// not on a text with syntax errors: what seems to be missing may be on the broken line.
final class CrossChecks {
  private final Report report;

  CrossChecks(Report report) {
    this.report = report;
  }

  void check(Written top, List<Written> extensions) {
    together(top, Setting.TLS_CERT, Setting.TLS_KEY);
    encrypted(top);
    extensions.forEach(extension -> checks(extension).check(extension));
    distinct(extensions);
  }

  /// What is wrong with an extension that is not run stops no proxy.
  private CrossChecks checks(Written extension) {
    return ProxySettings.NOT_RUN.contains(extension.values().get(Setting.NAME))
        ? new CrossChecks(report.lenient())
        : this;
  }

  private void check(Written extension) {
    if (extension.lacks(Setting.NAME)) {
      report.add(extension.start(), "`Name` is missing", "write Name = \"nginx\"");
    }
    together(extension, Setting.PROXY_SSL_CERTIFICATE, Setting.PROXY_SSL_CERTIFICATE_KEY);
    needs(extension, Setting.PROXY_SSL_PASSWORD_FILE, Setting.PROXY_SSL_CERTIFICATE_KEY);
    needs(extension, Setting.CERT_SOURCE, Setting.SSL_CERT_PATH);
    if (on(extension, Setting.DH_PARAM)) {
      needs(extension, Setting.DH_PARAM, Setting.DH_PARAM_PATH);
    }
    if (on(extension, Setting.PROXY_SSL_VERIFY)) {
      needs(extension, Setting.PROXY_SSL_VERIFY, Setting.PROXY_SSL_TRUSTED_CERTIFICATE);
    }
    relative(extension);
    ports(extension);
  }

  private void ports(Written extension) {
    boolean read =
        !extension.refused().contains(Setting.PORT)
            && !extension.refused().contains(Setting.SSL_PORT);
    if (read
        && extension.values().get(Setting.PORT).equals(extension.values().get(Setting.SSL_PORT))) {
      report.add(
          extension.place(extension.has(Setting.SSL_PORT) ? Setting.SSL_PORT : Setting.PORT),
          "`Port` and `SSLPort` are the same"
              + (extension.has(Setting.SSL_PORT) ? "" : ", where `SSLPort` is not written"),
          extension.has(Setting.SSL_PORT) ? "" : "write SSLPort = 8443, or another free port");
    }
  }

  /// Certificates never go with plain HTTP: whoever names them believes that they are used.
  private void encrypted(Written top) {
    Optional<Setting<String>> file =
        Stream.of(Setting.TLS_CA_CERT, Setting.TLS_CERT, Setting.TLS_KEY)
            .filter(top::has)
            .findFirst();
    if (file.isEmpty() || !top.values().get(Setting.DOCKER_URL).startsWith("http:")) {
      return;
    }
    String message = "`" + file.get() + "` is of no use: the engine's URL is plain HTTP";
    String suggestion = "write the URL with https:// or tcp://";
    if (top.places().containsKey(file.get())) {
      report.add(top.place(file.get()), message, suggestion);
    } else {
      report.add(new Problem("environment variable DOCKER_CERT_PATH", 0, 0, message, suggestion));
    }
  }

  private static boolean on(Written table, Setting<Boolean> flag) {
    return table.values().find(flag).orElse(false);
  }

  private void together(Written table, Setting<?> one, Setting<?> other) {
    needs(table, one, other);
    needs(table, other, one);
  }

  private void needs(Written table, Setting<?> setting, Setting<?> needed) {
    if (table.has(setting) && table.lacks(needed)) {
      report.add(table.place(setting), "`" + setting + "` needs `" + needed + "`", "");
    }
  }

  /// A file name alone is looked for under `SSLCertPath`.
  private void relative(Written extension) {
    for (Setting<String> file :
        List.of(
            Setting.PROXY_SSL_CERTIFICATE,
            Setting.PROXY_SSL_CERTIFICATE_KEY,
            Setting.PROXY_SSL_PASSWORD_FILE,
            Setting.PROXY_SSL_TRUSTED_CERTIFICATE,
            Setting.SSL_CERT)) {
      Optional<String> name = extension.values().find(file).filter(path -> !path.startsWith("/"));
      if (name.isPresent() && extension.lacks(Setting.SSL_CERT_PATH)) {
        report.add(
            extension.place(file),
            "`" + file + "` is relative and needs `SSLCertPath`",
            "write SSLCertPath, or an absolute path");
      }
    }
  }

  private void distinct(List<Written> extensions) {
    record Identity(String name, String service) {}
    Set<Identity> seen = new HashSet<>();
    for (Written extension : extensions) {
      Values values = extension.values();
      Identity identity =
          new Identity(values.get(Setting.NAME), values.find(Setting.SERVICE_NAME).orElse(""));
      boolean known =
          extension.has(Setting.NAME) && !extension.refused().contains(Setting.SERVICE_NAME);
      if (known && !seen.add(identity)) {
        checks(extension)
            .report
            .add(
                extension.place(Setting.NAME),
                "there is another `" + identity.name + "` extension with the same `ServiceName`",
                "give each a `ServiceName` of its own, or merge them");
      }
    }
  }
}
