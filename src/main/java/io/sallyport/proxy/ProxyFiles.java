package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import java.util.Optional;

/// Where a proxy's configuration lives in its container, and the files that we keep beside it: a
/// rename is atomic only within a file system, and Nginx resolves relative includes from there.
///
/// The names carry the container's identifier, since several proxies may share the directory as a
/// volume.
///
/// @param directory of the live file, without a closing slash; empty for the root
/// @param live the file's name
/// @param staged the file to be tested; of this rollout alone, so that no other can be taken for it
/// @param previous the live file's predecessor, for a way back
/// @param loaded holds the version that new workers were last seen to run
/// @param notes what we must know after a restart ([Notes])
/// @param lock there while a rollout is, and says which process it belongs to
/// @param certificates where certificates go; nowhere without `SSLCertPath`
public record ProxyFiles(
    String directory,
    String live,
    String staged,
    String previous,
    String loaded,
    String notes,
    String lock,
    Optional<CertificateFolders> certificates) {
  private static final int SHORT_ID = 12;

  /// The files of one rollout.
  ///
  /// @param token tells this rollout from every other
  public static ProxyFiles of(ProxySettings settings, String containerId, String token) {
    String configPath = settings.get(Setting.CONFIG_PATH);
    int slash = configPath.lastIndexOf('/');
    String name = configPath.substring(slash + 1);
    String ours = name + "." + shortened(containerId) + ".";
    return new ProxyFiles(
        configPath.substring(0, Math.max(slash, 0)),
        name,
        ours + token + ".staged",
        ours + "previous",
        ours + "loaded",
        ours + "notes",
        ours + "lock",
        settings
            .find(Setting.SSL_CERT_PATH)
            .map(parent -> CertificateFolders.of(parent, containerId)));
  }

  static String shortened(String containerId) {
    return containerId.substring(0, Math.min(SHORT_ID, containerId.length()));
  }

  /// The folder of certificates that come with the staged file.
  String stagedCertificates() {
    return staged + ".certificates";
  }

  /// The notes that come with the staged file.
  String stagedNotes() {
    return staged + ".notes";
  }

  public String path(String name) {
    return directory + "/" + name;
  }

  /// The directory as the engine wants it.
  String target() {
    return directory.isEmpty() ? "/" : directory;
  }
}
