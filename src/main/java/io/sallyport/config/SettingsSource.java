package io.sallyport.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the configuration, in Interlock's order: the text in `INTERLOCK_CONFIG`, else the file
/// that is asked for, else the first of the usual files that exists, else the built-in defaults. A
/// key-value store, whose text others read, comes before all of them.
public final class SettingsSource {
  public static final String VARIABLE = "INTERLOCK_CONFIG";

  private static final String BEGIN = "`sallyport spec` prints one to begin with";

  /// The working directory of Interlock 1.0, and where its settings were without `-c`.
  private static final Path BIN = Path.of("/bin");

  private static final List<Path> USUAL =
      List.of(
          Path.of("/etc/sallyport/config.toml"),
          Path.of("/etc/interlock/config.toml"),
          BIN.resolve("config.toml"));

  private SettingsSource() {}

  /// Loads the configuration and what the environment adds to it.
  ///
  /// @param file what `-c` says; it need not exist where the variable is set, as in Interlock's own
  ///   quick start
  /// @throws SettingsException with all problems at once
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    return load(file, environment, USUAL, BIN);
  }

  /// @param workingDirectory where a relative file is looked for as well
  static Settings load(
      Optional<Path> file,
      Map<String, String> environment,
      List<Path> usual,
      Path workingDirectory) {
    if (inEnvironment(environment)) {
      Settings settings =
          SettingsReader.read(VARIABLE, environment.getOrDefault(VARIABLE, ""), environment)
              .from("environment variable " + VARIABLE);
      return file.filter(Files::exists)
          .map(path -> settings.warned(unused(path, VARIABLE + " is set", "unset " + VARIABLE)))
          .orElse(settings);
    }
    Optional<Path> named = file.filter(path -> !path.toString().isBlank()); // -c "$UNSET"
    if (named.isPresent()) {
      Path asked = named.get();
      Path beside = workingDirectory.resolve(asked);
      return fromFile(Files.notExists(asked) && Files.exists(beside) ? beside : asked, environment);
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

  /// What there is to say of a file that is asked for and not read.
  ///
  /// @param because what goes before it
  /// @param remedy how to have it read
  public static Problem unused(Path file, String because, String remedy) {
    return new Problem(file.toString(), 0, 0, "is not read, since " + because, remedy);
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
