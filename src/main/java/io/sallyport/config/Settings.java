package io.sallyport.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.Setting.Scope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The operator's settings, checked: no later room checks them again.
public final class Settings {
  static final String BUILT_IN = "built-in defaults";

  private static final int DIGEST_BYTES = 6;

  private final String source;
  private final Values values;
  private final Values swarm;
  private final List<ProxySettings> proxies;
  private final List<Problem> warnings;

  /// @param values those of the top level
  /// @param swarm those of `[Swarm]`
  Settings(
      String source,
      Values values,
      Values swarm,
      List<ProxySettings> proxies,
      List<Problem> warnings) {
    this.source = source;
    this.values = values;
    this.swarm = swarm;
    this.proxies = List.copyOf(proxies);
    this.warnings = List.copyOf(warnings);
  }

  /// What counts when nothing is written: the engine's local socket and one nginx extension.
  public static Settings defaults() {
    return new Settings(
        BUILT_IN,
        Values.none(Scope.TOP),
        Values.none(Scope.SWARM),
        List.of(ProxySettings.defaults()),
        List.of());
  }

  /// The same settings with one value outside of extensions replaced. The value is not checked: it
  /// comes from code.
  public <T> Settings with(Setting<T> setting, T value) {
    return setting.scope() == Scope.SWARM
        ? new Settings(source, values, swarm.with(setting, value), proxies, warnings)
        : new Settings(source, values.with(setting, value), swarm, proxies, warnings);
  }

  /// The same settings with other extensions.
  public Settings withProxies(List<ProxySettings> others) {
    return new Settings(source, values, swarm, others, warnings);
  }

  /// The value of a setting outside of extensions that has a default.
  ///
  /// @throws IllegalArgumentException when it has neither value nor default, or is an extension's
  public <T> T get(Setting<T> setting) {
    return table(setting).get(setting);
  }

  private Values table(Setting<?> setting) {
    return setting.scope() == Scope.SWARM ? swarm : values;
  }

  /// What was written, else what the environment says, else the default, else nothing.
  ///
  /// @throws IllegalArgumentException when it is a setting of extensions
  public <T> Optional<T> find(Setting<T> setting) {
    return table(setting).find(setting);
  }

  /// True when the engine is to be called by TLS and by nothing else: an `https` URL, or `tcp` with
  /// any of the TLS files.
  public boolean engineOverTls() {
    String url = get(Setting.DOCKER_URL);
    boolean files =
        Stream.of(Setting.TLS_CA_CERT, Setting.TLS_CERT, Setting.TLS_KEY)
            .anyMatch(file -> find(file).isPresent());
    return url.startsWith("https:") || (url.startsWith("tcp:") && files);
  }

  /// One for each `[[Extensions]]` table, in the order of the text; never empty.
  public List<ProxySettings> proxies() {
    return proxies;
  }

  Settings from(String place) {
    return new Settings(place, values, swarm, proxies, warnings);
  }

  /// Where they come from, for a log line: `file /etc/sallyport/config.toml`.
  public String source() {
    return source;
  }

  /// The same settings with one more warning, in front of the others.
  public Settings warned(Problem warning) {
    List<Problem> all = new ArrayList<>(List.of(warning));
    all.addAll(warnings);
    return new Settings(source, values, swarm, proxies, all);
  }

  /// What is not as it should be and keeps nothing from running, in the order of the text.
  public List<Problem> warnings() {
    return warnings;
  }

  /// For a log line, those that are not the default: `ListenAddr=":9000"; nginx: User="www-data"`.
  /// Secrets are masked.
  public String changed() {
    List<String> parts = new ArrayList<>(List.of(values.changed()));
    parts.add(swarm.changed().isEmpty() ? "" : "Swarm: " + swarm.changed());
    proxies.forEach(
        proxy -> parts.add(proxy.changed().isEmpty() ? "" : proxy.name() + ": " + proxy.changed()));
    parts.removeIf(String::isEmpty);
    return String.join("; ", parts);
  }

  /// Twelve hexadecimal digits of a SHA-256 over [#changed]: settings that differ in more than a
  /// secret, or in where they come from, have another.
  public String digest() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(changed().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /// For logs: secrets are masked.
  @Override
  public String toString() {
    return source + ": " + values + ", Swarm=" + swarm + ", Extensions=" + proxies;
  }
}
