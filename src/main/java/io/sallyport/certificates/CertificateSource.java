package io.sallyport.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A directory of certificates. Taken are regular files, also in folders and through symbolic
/// links, as `certbot` and Kubernetes lay them out; not names that begin with a dot, nor sockets
/// and the like.
public final class CertificateSource {
  static final int LARGEST_FILE = 1024 * 1024;
  static final int LARGEST_SET = 16 * 1024 * 1024;
  static final int MOST_FILES = 1_000;
  static final int DEEPEST = 4;

  /// What a POSIX tar archive has room for, with our folder in front.
  private static final int LONGEST_NAME = 100;

  private static final Pattern PEM_LINE =
      Pattern.compile("(?m)^-----(BEGIN|END) ([^\\r\\n]*)-----");

  private final Path directory;

  public CertificateSource(Path directory) {
    this.directory = directory;
  }

  /// What tells the files from changed ones without reading them: size, time and inode, by name;
  /// directories too.
  ///
  /// @throws CertificatesException when the directory cannot be looked at
  public Map<String, String> look() throws CertificatesException {
    SortedMap<String, String> marks = new TreeMap<>();
    SortedSet<String> directories = new TreeSet<>();
    SortedMap<String, Path> files = list(directories);
    directories.forEach(each -> marks.put(each, "directory"));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      try {
        BasicFileAttributes is = Files.readAttributes(file.getValue(), BasicFileAttributes.class);
        marks.put(
            file.getKey(), "%d %s %s".formatted(is.size(), is.lastModifiedTime(), is.fileKey()));
      } catch (IOException gone) {
        throw unreadable(file.getValue(), gone);
      }
    }
    return marks;
  }

  /// Reads all of it.
  ///
  /// @throws CertificatesException when any of it cannot be taken: a set is whole or none
  public CertificateSet read() throws CertificatesException {
    SortedMap<String, String> contents = new TreeMap<>();
    int left = LARGEST_SET;
    SortedSet<String> directories = new TreeSet<>();
    for (Map.Entry<String, Path> file : list(directories).entrySet()) {
      String content = content(file.getValue());
      left -= content.length();
      if (left < 0) {
        throw new CertificatesException(
            "%s holds more than %d MiB".formatted(directory, LARGEST_SET >> 20));
      }
      contents.put(file.getKey(), content);
    }
    if (contents.isEmpty()) {
      throw new CertificatesException("%s holds no files".formatted(directory));
    }
    return new CertificateSet(contents).in(directories);
  }

  /// The directory, as the operator wrote it.
  @Override
  public String toString() {
    return directory.toString();
  }

  private static String content(Path file) throws CertificatesException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LARGEST_FILE + 1);
    } catch (IOException unreadable) {
      throw unreadable(file, unreadable);
    }
    if (content.length > LARGEST_FILE) {
      throw new CertificatesException(
          "%s is larger than %d MiB, so it is no certificate: move it away"
              .formatted(file, LARGEST_FILE >> 20));
    }
    if (content.length == 0) {
      throw new CertificatesException("%s is empty".formatted(file));
    }
    String text = new String(content, ISO_8859_1);
    checkWhole(file, text);
    return text;
  }

  /// PEM (RFC 7468) that is being written has a beginning without its end.
  private static void checkWhole(Path file, String content) throws CertificatesException {
    String open = "";
    Matcher line = PEM_LINE.matcher(content);
    while (line.find()) {
      boolean begins = line.group(1).equals("BEGIN");
      if (begins != open.isEmpty() || (!begins && !open.equals(line.group(2)))) {
        throw halfWritten(file, open.isEmpty() ? line.group(2) : open);
      }
      open = begins ? line.group(2) : "";
    }
    if (!open.isEmpty()) {
      throw halfWritten(file, open);
    }
  }

  private static CertificatesException halfWritten(Path file, String label) {
    return new CertificatesException(
        "%s is not whole: its PEM block `%s` has no beginning or no end".formatted(file, label));
  }

  private SortedMap<String, Path> list(SortedSet<String> directories) throws CertificatesException {
    SortedMap<String, Path> found = new TreeMap<>();
    list(directory, "", 1, found, directories);
    return found;
  }

  private void list(
      Path folder,
      String prefix,
      int depth,
      SortedMap<String, Path> found,
      SortedSet<String> directories)
      throws CertificatesException {
    if (depth > DEEPEST) {
      throw new CertificatesException("%s is more than %d folders deep".formatted(folder, DEEPEST));
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = prefix + entry.getFileName();
        if (entry.getFileName().toString().startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          directories.add(name);
          list(entry, name + "/", depth + 1, found, directories);
        } else if (Files.isRegularFile(entry)) {
          checkName(entry, name);
          found.put(name, entry);
        } else if (Files.isSymbolicLink(entry)) {
          throw new CertificatesException("%s is a link to what is not there".formatted(entry));
        }
        if (found.size() + directories.size() > MOST_FILES) {
          throw new CertificatesException(
              "%s holds more than %d files and folders".formatted(directory, MOST_FILES));
        }
      }
    } catch (IOException unreadable) {
      throw unreadable(folder, unreadable);
    } catch (DirectoryIteratorException unreadable) {
      throw unreadable(folder, Objects.requireNonNull(unreadable.getCause()));
    }
  }

  private static void checkName(Path file, String name) throws CertificatesException {
    if (name.getBytes(UTF_8).length > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new CertificatesException(
          "%s has a name that is longer than %d bytes or has control characters in it"
              .formatted(file, LONGEST_NAME));
    }
  }

  private static CertificatesException unreadable(Path file, IOException failure) {
    String reason =
        switch (failure) {
          case NoSuchFileException _ -> "there is no such file or directory";
          case NotDirectoryException _ -> "it is not a directory";
          case AccessDeniedException _ -> "permission denied";
          default -> failure.toString();
        };
    return new CertificatesException("%s cannot be read: %s".formatted(file, reason), failure);
  }
}
