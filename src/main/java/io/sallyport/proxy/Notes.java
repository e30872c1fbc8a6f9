package io.sallyport.proxy;

import java.util.Optional;

/// The file beside a proxy's configuration in which Sallyport notes what it must know after a
/// restart. The first line names the format, the second the version of the configuration that the
/// rest was written with: an older release replaces the configuration and leaves the notes alone.
///
/// @param format of a later release where it is greater than [#FORMAT]: not read, and not replaced
/// @param version of the configuration
/// @param text lines of words; those that are not known are passed over
public record Notes(int format, String version, String text) {
  /// What this release writes.
  public static final int FORMAT = 1;

  private static final String FIRST = "sallyport-notes ";
  private static final String SECOND = "version ";
  private static final int MOST_DIGITS = 4;

  /// Whether they can be read and are about that configuration.
  public boolean areOf(String running) {
    return format == FORMAT && !version.isEmpty() && version.equals(running);
  }

  static String write(String version, String text) {
    return FIRST + FORMAT + "\n" + SECOND + version + "\n" + text;
  }

  /// Nothing where it is no such file.
  static Optional<Notes> read(String file) {
    String[] lines = file.split("\n", 3);
    String format = lines[0].startsWith(FIRST) ? lines[0].substring(FIRST.length()) : "";
    if (!format.matches("[1-9][0-9]{0," + (MOST_DIGITS - 1) + "}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(format);
    boolean ours = number == FORMAT && lines.length == 3 && lines[1].startsWith(SECOND);
    return Optional.of(
        ours
            ? new Notes(number, lines[1].substring(SECOND.length()), lines[2])
            : new Notes(number, "", ""));
  }
}
