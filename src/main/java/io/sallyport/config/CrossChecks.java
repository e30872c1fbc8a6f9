package io.sallyport.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is wrong only when settings are seen together. Runs after each has been checked alone, and
/// not on a text with syntax errors: what seems to be missing may be on the broken line.
final class CrossChecks {
  private final Report report;

  CrossChecks(Report report) {
    this.report = report;
  }

  void check(Written top, List<Written> extensions) {
    together(top, Setting.TLS_CERT, Setting.TLS_KEY);
    extensions.forEach(this::check);
    distinct(extensions);
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
    if (extension.values().get(Setting.PORT).equals(extension.values().get(Setting.SSL_PORT))) {
      report.add(
          extension.place(extension.has(Setting.SSL_PORT) ? Setting.SSL_PORT : Setting.PORT),
          "`Port` and `SSLPort` must not be the same",
          "");
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
    record Identity(String name, Optional<String> service) {}
    List<Identity> seen = new ArrayList<>();
    for (Written extension : extensions) {
      Identity identity =
          new Identity(
              extension.values().get(Setting.NAME), extension.values().find(Setting.SERVICE_NAME));
      if (extension.has(Setting.NAME) && seen.contains(identity)) {
        report.add(
            extension.place(Setting.NAME),
            "two extensions are named `" + identity.name + "` and have the same `ServiceName`",
            "give each a `ServiceName` of its own, or merge them");
      }
      seen.add(identity);
    }
  }
}
