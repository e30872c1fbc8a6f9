package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.RefusedEntries;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.nio.file.Path;
import java.util.Map;

/// What the environment says about the engine, in Docker's own variables
/// (<https://docs.docker.com/reference/cli/docker/#environment-variables>). It fills in what the
/// configuration leaves out and overrules nothing.
final class EngineEnvironment {
  private static final String HOST = "DOCKER_HOST";
  private static final String VARIABLE = "environment variable " + HOST;

  private EngineEnvironment() {}

  static Values fill(Values written, Map<String, String> environment, Report report) {
    String host = environment.getOrDefault(HOST, "");
    String directory = environment.getOrDefault("DOCKER_CERT_PATH", "");
    boolean verify = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    Values filled = written;
    if (!written.wrote(Setting.DOCKER_URL) && !host.isEmpty()) {
      filled = withHost(filled, host, verify && directory.isEmpty(), report);
    }
    if (!directory.isEmpty() && !filled.get(Setting.DOCKER_URL).startsWith("unix:")) {
      filled = withFile(filled, Setting.TLS_CA_CERT, directory, "ca.pem");
      filled = withFile(filled, Setting.TLS_CERT, directory, "cert.pem");
      filled = withFile(filled, Setting.TLS_KEY, directory, "key.pem");
    }
    return filled;
  }

  /// @param encrypted `DOCKER_TLS_VERIFY` asks for TLS and no certificates will say so: a forgotten
  ///   `DOCKER_CERT_PATH` never means plain HTTP
  private static Values withHost(Values values, String host, boolean encrypted, Report report) {
    return switch (Setting.DOCKER_URL.grammar().read(host)) {
      case Taken<String>(String url) -> withUrl(values, url, encrypted);
      case Corrected<String>(String url, String why, String suggestion) -> {
        report.warn(new Problem(VARIABLE, 0, 0, why, suggestion));
        yield withUrl(values, url, encrypted);
      }
      case Unset<String>() -> values;
      case Refused<String>(String why, String suggestion) -> {
        report.add(new Problem(VARIABLE, 0, 0, why, suggestion));
        yield values;
      }
      case RefusedEntries<String> _ -> throw new IllegalStateException("a text has no entries");
    };
  }

  private static Values withUrl(Values values, String url, boolean encrypted) {
    return values.with(
        Setting.DOCKER_URL, encrypted ? url.replaceFirst("^(tcp|http):", "https:") : url);
  }

  private static Values withFile(
      Values values, Setting<String> setting, String directory, String file) {
    return values.wrote(setting)
        ? values
        : values.with(setting, Path.of(directory, file).toString());
  }
}
