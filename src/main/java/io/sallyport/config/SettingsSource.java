package io.sallyport.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the configuration: the file that is asked for, else the text in `INTERLOCK_CONFIG`, else
/// the first of the usual files that exists, else the built-in defaults. A key-value store, whose
/// text others read, comes after the variable and before any file.
public final class SettingsSource {
  public static final String VARIABLE = "INTERLOCK_CONFIG";

  private static final String BEGIN = "`sallyport spec` prints one to begin with";

  private static final List<Path> USUAL =
      List.of(Path.of("/etc/sallyport/config.toml"), Path.of("/etc/interlock/config.toml"));

  private SettingsSource() {}

  /// Loads the configuration and what the environment adds to it.
  ///
  /// @param file what `-c` says
  /// @throws SettingsException with all problems at once
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    return load(file, environment, USUAL);
  }

  static Settings load(Optional<Path> file, Map<String, String> environment, List<Path> usual) {
    if (file.isPresent()) {
      return fromFile(file.get(), environment);
    }
    if (inEnvironment(environment)) {
      return SettingsReader.read(VARIABLE, environment.getOrDefault(VARIABLE, ""), environment)
          .from("environment variable " + VARIABLE);
    }
    return usual.stream()
        .filter(path -> !Files.notExists(path))
        .findFirst()
        .map(path -> fromFile(path, environment))
        .orElseGet(() -> SettingsReader.read("", "", environment).from(Settings.BUILT_IN));
  }

  /// True when the environment holds a configuration.
  public static boolean inEnvironment(Map<String, String> environment) {
    return !environment.getOrDefault(VARIABLE, "").isBlank();
  }

  /// Reads the text that a key-value store holds.
  ///
  /// @param key its name, such as `etcd://10.0.0.5:2379/interlock/v1/config`
  /// @throws SettingsException with all problems at once
  public static Settings fromStore(String key, String text, Map<String, String> environment) {
    if (text.isBlank()) {
      throw unusable(key, "is empty", BEGIN);
    }
    return SettingsReader.read(key, text, environment).from(key);
  }

  /// What there is to say when the store has no such key.
  public static SettingsException missing(String key) {
    return unusable(key, "does not exist", BEGIN);
  }

  private static Settings fromFile(Path file, Map<String, String> environment) {
    return SettingsReader.read(file.toString(), text(file), environment).from("file " + file);
  }

  private static String text(Path file) {
    if (Files.notExists(file)) {
      throw unusable(file, "does not exist", BEGIN);
    }
    if (Files.isDirectory(file)) {
      throw unusable(
          file, "is a directory", "a bind mount of a missing file makes one: check the left side");
    }
    try {
      String text = Files.readString(file);
      if (text.isBlank()) {
        throw unusable(file, "is empty", BEGIN);
      }
      return text;
    } catch (AccessDeniedException _) {
      throw unusable(file, "may not be read by this user", "");
    } catch (CharacterCodingException _) {
      throw unusable(file, "is not UTF-8", "");
    } catch (IOException cannot) {
      throw unusable(file, "cannot be read: " + cannot.getMessage(), "");
    }
  }

  private static SettingsException unusable(Object source, String message, String suggestion) {
    return new SettingsException(
        List.of(new Problem(source.toString(), 0, 0, message, suggestion)));
  }
}
