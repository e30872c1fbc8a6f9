package io.sallyport.proxy;

import io.sallyport.source.ContainerAccess.ExecResult;
import java.util.Optional;

/// What stays the same while nobody else writes a proxy's live configuration.
///
/// @param file the live file's inode, size and time, and whether it is newer than the note
/// @param loaded the version that the note says that the proxy runs; empty without a note. A
///   rollout of any Sallyport changes it, an edit by hand does not.
public record LiveMark(String file, String loaded) {
  /// How the file's part ends where it was written after the note.
  static final String NEWER = "newer";

  /// Stands before the version.
  static final String LOADED = "loaded ";

  /// Nothing where a rollout is going on.
  static Optional<LiveMark> of(ExecResult answer) {
    int loaded = answer.output().lastIndexOf("\n" + LOADED);
    return answer.exitCode() == 0 && loaded >= 0
        ? Optional.of(
            new LiveMark(
                answer.output().substring(0, loaded).strip(),
                answer.output().substring(loaded + 1 + LOADED.length()).strip()))
        : Optional.empty();
  }

  /// Whether the file was written after we noted what it is.
  public boolean newer() {
    return file.endsWith(NEWER);
  }
}
