package io.sallyport.proxy;

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
/// @param lock a directory that is there while a rollout is
record ProxyFiles(
    String directory, String live, String staged, String previous, String loaded, String lock) {
  private static final int SHORT_ID = 12;

  /// The files of one rollout.
  ///
  /// @param token tells this rollout from every other
  static ProxyFiles of(String configPath, String containerId, String token) {
    int slash = configPath.lastIndexOf('/');
    String name = configPath.substring(slash + 1);
    String ours =
        name + "." + containerId.substring(0, Math.min(SHORT_ID, containerId.length())) + ".";
    return new ProxyFiles(
        configPath.substring(0, Math.max(slash, 0)),
        name,
        ours + token + ".staged",
        ours + "previous",
        ours + "loaded",
        ours + "lock");
  }

  String path(String name) {
    return directory + "/" + name;
  }

  /// The directory as the engine wants it.
  String target() {
    return directory.isEmpty() ? "/" : directory;
  }
}
