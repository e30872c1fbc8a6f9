package io.sallyport.template;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds templates for Pebble: `sallyport:NAME` is one of ours, anything else a file of the
/// operator's, relative to the directory of the template that `TemplatePath` names.
///
/// Remembers what it has read, so that a change on disk can be seen.
final class TemplateFiles implements Loader<String> {
  private static final String OURS = "sallyport:";

  /// What some editors put in front of a text.
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Optional<Path> directory;
  private final Map<Path, String> read = new TreeMap<>();

  TemplateFiles(Optional<Path> directory) {
    this.directory = directory;
  }

  @Override
  public Reader getReader(String name) {
    return name.startsWith(OURS) ? ours(name) : operators(name);
  }

  private static Reader ours(String name) {
    InputStream file = resource(name);
    if (file == null) {
      throw new LoaderException(null, "there is no template `" + name + "`");
    }
    return new InputStreamReader(file, StandardCharsets.UTF_8);
  }

  private static @Nullable InputStream resource(String name) {
    return TemplateFiles.class.getResourceAsStream("/templates/" + name.substring(OURS.length()));
  }

  private Reader operators(String name) {
    Path file = path(name);
    try {
      String text = Files.readString(file);
      read.put(file, text);
      return new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (IOException unreadable) {
      throw new LoaderException(unreadable, "cannot read " + file + ": " + reason(unreadable));
    }
  }

  static String reason(IOException failure) {
    return switch (failure) {
      case java.nio.file.NoSuchFileException _ -> "there is no such file";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.charset.CharacterCodingException _ -> "it is not UTF-8 text";
      default -> failure.toString();
    };
  }

  /// What was read of a file of the operator's.
  Optional<String> text(String name) {
    return name.startsWith(OURS) ? Optional.empty() : Optional.ofNullable(read.get(path(name)));
  }

  /// True when a file that was read has changed or gone.
  boolean changed() {
    return read.entrySet().stream().anyMatch(file -> !file.getValue().equals(now(file.getKey())));
  }

  private static String now(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException | UncheckedIOException unreadable) {
      return "";
    }
  }

  /// The template's name as an operator knows it: ours as it is written, a file by its path.
  String describe(String name) {
    return name.startsWith(OURS) ? name : path(name).toString();
  }

  private Path path(String name) {
    return directory.map(base -> base.resolve(name)).orElse(Path.of(name)).normalize();
  }

  @Override
  public @Nullable String resolveRelativePath(String relative, String anchor) {
    return null;
  }

  @Override
  public String createCacheKey(String name) {
    return name;
  }

  @Override
  public boolean resourceExists(String name) {
    return name.startsWith(OURS) ? resource(name) != null : Files.isReadable(path(name));
  }

  @Override
  public void setCharset(String charset) {}

  @Override
  public void setPrefix(String prefix) {}

  @Override
  public void setSuffix(String suffix) {}
}
