package io.sallyport.proxy;

/// Where a proxy's configuration lives in its container, and the files that we keep beside it: a
/// rename is atomic only within a file system, and Nginx resolves relative includes from there.
///
/// The names carry the container's identifier, since several proxies may share the directory as a
/// volume.
///
/// @param directory of the live file, without a closing slash; empty for the root
/// @param live the file's name
/// @param staged the file to be tested
/// @param previous the live file's predecessor, for a way back
/// @param loaded holds the version that new workers were last seen to run
record ProxyFiles(String directory, String live, String staged, String previous, String loaded) {
  private static final int SHORT_ID = 12;

  static ProxyFiles of(String configPath, String containerId) {
    int slash = configPath.lastIndexOf('/');
    String name = configPath.substring(slash + 1);
    String ours =
        name + "." + containerId.substring(0, Math.min(SHORT_ID, containerId.length())) + ".";
    return new ProxyFiles(
        configPath.substring(0, Math.max(slash, 0)),
        name,
        ours + "staged",
        ours + "previous",
        ours + "loaded");
  }

  String path(String name) {
    return directory + "/" + name;
  }

  /// The directory as the engine wants it.
  String target() {
    return directory.isEmpty() ? "/" : directory;
  }
}
