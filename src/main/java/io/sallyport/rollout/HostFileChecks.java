package io.sallyport.rollout;

import io.sallyport.proxy.ProxyReader;
import io.sallyport.source.EngineException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether the files that hosts name can be used in their proxy, and whether those of hosts in
/// [Quarantine] have changed since.
final class HostFileChecks {
  private final String containerId;
  private final ProxyReader reader;
  private final Quarantine quarantine;
  private final Set<String> readable = new TreeSet<>();
  private String checksums = "";

  HostFileChecks(String containerId, ProxyReader reader, Quarantine quarantine) {
    this.containerId = containerId;
    this.reader = reader;
    this.quarantine = quarantine;
  }

  /// Checks all files again at the next rollout.
  void forget() {
    readable.clear();
  }

  /// Holds hosts whose files the proxy cannot read, before its own test opens them: of what is no
  /// regular file, such as a link to standard output, that would not end.
  ///
  /// @throws EngineException when it cannot be found out
  void require(ProxyWork work) {
    Set<String> files = new TreeSet<>();
    work.wanted().table().hosts().stream().flatMap(HostFiles::of).forEach(files::add);
    readable.retainAll(files);
    files.removeAll(readable);
    if (files.isEmpty()) {
      return;
    }
    Map<String, String> unusable = unusable(work, files);
    files.removeAll(unusable.keySet());
    readable.addAll(files);
    for (Part part : Part.of(work.wanted().table())) {
      Optional<String> why = HostFiles.problem(part, unusable);
      if (why.isPresent() && !quarantine.holds(part)) {
        quarantine.hold(part, why.get());
      }
    }
    if (!unusable.isEmpty()) {
      noteHeld();
    }
  }

  /// Which files the proxy cannot use, and why.
  ///
  /// @throws EngineException when it cannot be found out
  Map<String, String> unusable(ProxyWork work, Collection<String> files) {
    Set<String> passwords =
        work.wanted().table().hosts().stream()
            .flatMap(HostFiles::passwords)
            .collect(Collectors.toSet());
    return reader.unusable(containerId, work.config(), files, passwords);
  }

  /// Notes the files of the hosts in quarantine as they are now.
  void noteHeld() {
    checksums = ofHeld();
  }

  /// Whether files of hosts in quarantine are others than noted.
  boolean haveChanged() {
    return !quarantine.held().isEmpty() && !ofHeld().equals(checksums);
  }

  /// Those noted, where the proxy does not answer.
  private String ofHeld() {
    Set<String> files = new TreeSet<>();
    quarantine.held().forEach(held -> HostFiles.of(held.refused().host()).forEach(files::add));
    try {
      return files.isEmpty() ? "" : reader.checksums(containerId, files);
    } catch (EngineException failure) {
      return checksums;
    }
  }
}
