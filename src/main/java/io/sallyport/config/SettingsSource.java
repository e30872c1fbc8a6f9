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
/// the first of the usual files that exists, else the built-in defaults.
public final class SettingsSource {
  static final String VARIABLE = "INTERLOCK_CONFIG";

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
    String text = environment.getOrDefault(VARIABLE, "");
    if (!text.isBlank()) {
      return SettingsReader.read(VARIABLE, text, environment)
          .from("environment variable " + VARIABLE);
    }
    return usual.stream()
        .filter(path -> !Files.notExists(path))
        .findFirst()
        .map(path -> fromFile(path, environment))
        .orElseGet(() -> SettingsReader.read("", "", environment).from(Settings.BUILT_IN));
  }

  private static Settings fromFile(Path file, Map<String, String> environment) {
    return SettingsReader.read(file.toString(), text(file), environment).from("file " + file);
  }

  private static String text(Path file) {
    if (Files.notExists(file)) {
      throw unusable(file, "does not exist", "`sallyport spec` prints one to begin with");
    }
    if (Files.isDirectory(file)) {
      throw unusable(
          file, "is a directory", "a bind mount of a missing file makes one: check the left side");
    }
    try {
      String text = Files.readString(file);
      if (text.isBlank()) {
        throw unusable(file, "is empty", "`sallyport spec` prints one to begin with");
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

  private static SettingsException unusable(Path file, String message, String suggestion) {
    return new SettingsException(List.of(new Problem(file.toString(), 0, 0, message, suggestion)));
  }
}
