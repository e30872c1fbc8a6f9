package io.sallyport.proxy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Commands that ask a proxy's container about files, whichever kind of proxy it is. They change
/// nothing, and need a POSIX shell.
final class FileQuestions {
  /// In the order of their bytes, each file's name on a line before its content.
  private static final String POSSESSION =
      """
      for folder in "$1"*; do
        [ -d "$folder" ] || continue
        (
          cd "$folder" || exit
          printf '%s\\n' "$2"
          find . -type f | LC_ALL=C sort | while read -r file; do
            printf '%s\\n' "$file"
            cat "$file"
          done
        ) | sha256sum
      done
      """;

  /// What a label names may be anything, such as a link to standard output, which a process that
  /// opens it reads for ever.
  private static final String REGULAR =
      """
      regular() {
        place=$1
        [ ! -L "$1" ] || place=$(readlink -f "$1" || printf %s "$1")
        place=$(cd -P "${place%/*}/" && pwd)/
        case $place in /dev/* | /proc/* | /sys/*) return 1 ;; esac
        [ -f "$1" ] && [ -r "$1" ]
      } 2> /dev/null
      """;

  /// Numbers, since paths may be long. The first argument is how many are to be PEM, which is
  /// looked for in the first 256 KiB; a proxy without `grep` takes all for PEM.
  private static final String UNUSABLE =
      """
      command -v grep > /dev/null || grep() { cat > /dev/null; }
      left=$1
      shift
      n=0
      for f; do
        if ! regular "$f"; then
          [ ! -d "$f" ] || printf d
          echo "$n"
        elif [ "$n" -lt "$left" ] && ! head -c 262144 < "$f" | grep -q -e '-----BEGIN '; then
          echo "p$n"
        fi
        n=$((n + 1))
      done 2> /dev/null
      """;

  /// A file may lie on a share that does not answer: its reader is ended, where there is `timeout`.
  private static final String LIMIT =
      """
      limit=
      ! timeout -s KILL 5 true 2> /dev/null || limit='timeout -s KILL 5'
      """;

  private static final String CHECKSUMS =
      """
      for f; do
        if regular "$f"; then $limit cksum < "$f" 2>&1; else echo none; fi
      done
      """;

  /// Of each file the first certificate in PEM form, whether there are more, and nothing else of
  /// what it holds, such as keys. It is looked for in the first 256 KiB, since a file may have no
  /// line breaks. Numbers stand for the files, as above. [CertificateAnswer] reads it.
  private static final String CERTIFICATES =
      """
      say() { printf '=%s\\n' "$1"; }
      n=0
      for f; do
        echo "file $n"
        if regular "$f"; then
          $limit head -c 262144 < "$f" | {
            lines=0 inside=
            while [ "$lines" -lt 2000 ] && { IFS= read -r line || [ -n "$line" ]; }; do
              lines=$((lines + 1))
              case $inside$line in
                -----BEGIN*CERTIFICATE-----*) inside=y; say "$line" ;;
                y-----END*) inside=d; say "$line" ;;
                d-----BEGIN*CERTIFICATE-----*) echo more; break ;;
                y-----*) break ;;
                y*) say "$line" ;;
              esac
            done
          }
        fi
        echo "end $n"
        n=$((n + 1))
      done 2> /dev/null
      """;

  /// What changes where somebody else writes the file: its inode, its size, its time, and whether
  /// it is newer than our note about it; then the note itself. The lock is looked at between them:
  /// a rollout replaces the file before the note, and holds the lock from before the one until
  /// after the other.
  private static final String MARK =
      """
      ls -lin "$1"
      [ ! "$1" -nt "$2" ] || echo %s
      [ ! -L "$3" ] || exit 1
      loaded=
      { read -r loaded < "$2"; } 2> /dev/null
      echo "%s$loaded"
      """
          .formatted(LiveMark.NEWER, LiveMark.LOADED);

  /// What an answer holds, with some room.
  static final int PART = 48 * 1024;

  /// Both of one file, whatever is renamed into its place meanwhile.
  private static final String LIVE =
      """
      exec 3< "$1" || exit 1
      cksum < /proc/self/fd/3
      tail -n "+$2" < /proc/self/fd/3 | head -c %d
      """
          .formatted(PART);

  private FileQuestions() {}

  /// Prints which of the files cannot be used: the number of each, from 0 on, that is not there or
  /// cannot be read, with `d` in front where it is a directory, and with `p` of each that holds no
  /// PEM.
  ///
  /// @param pem certificates and keys, which come first
  static List<String> unusable(Collection<String> pem, Collection<String> others) {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(pem.size())));
    arguments.addAll(pem);
    arguments.addAll(others);
    return shell(REGULAR + UNUSABLE, arguments);
  }

  /// Proves which sets of certificates a proxy holds: for each folder of them, a line with the
  /// SHA-256 of the challenge and of all names and contents.
  ///
  /// @param folders what the folders' paths begin with
  /// @param challenge never used before
  static List<String> possession(String folders, String challenge) {
    return shell(POSSESSION, List.of(folders, challenge));
  }

  /// Prints the first certificate of each file, and whether there are more.
  static List<String> certificates(Collection<String> files) {
    return shell(REGULAR + LIMIT + CERTIFICATES, files);
  }

  /// Prints what tells a file from one that somebody else has written in its place, as [LiveMark]
  /// reads it.
  ///
  /// @param note that was written after it
  /// @param lock a link that is there while a rollout is going on
  static List<String> mark(String file, String note, String lock) {
    return shell(MARK, List.of(file, note, lock));
  }

  /// Prints checksums of files, the same ones while nobody changes them.
  static List<String> checksums(Collection<String> files) {
    return shell(REGULAR + LIMIT + CHECKSUMS, files);
  }

  /// Prints a file's checksum on a line of its own, and then the file from a line on, as much of it
  /// as one answer of an engine holds.
  ///
  /// @param line counted from 1
  static List<String> part(String file, long line) {
    return shell(LIVE, List.of(file, Long.toString(line)));
  }

  /// Prints the beginning of a small file.
  static List<String> beginning(String file) {
    return shell("head -c 200 < \"$1\"", List.of(file));
  }

  private static List<String> shell(String script, Collection<String> arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sallyport"));
    command.addAll(arguments);
    return command;
  }
}
