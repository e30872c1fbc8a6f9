package io.sallyport.proxy;

import io.sallyport.certificates.CertificateSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where sets of certificates lie in a proxy: each in a folder of its own below `SSLCertPath`, so
/// that a configuration goes live together with the very files that it was tested with, in one
/// rename (docs/decisions/0004-certificate-folders.md).
///
/// @param parent `SSLCertPath`
/// @param prefix how the folders of this container begin; others may share the directory
public record CertificateFolders(String parent, String prefix) {
  private static final String REST_OF_A_WORD = "/([^\\s;\"'{}]+)";
  private static final String BEGINNING_OF_A_WORD = "(?<![^\\s;\"'{}])";

  static CertificateFolders of(String sslCertPath, String containerId) {
    return new CertificateFolders(
        sslCertPath, ".sallyport-" + ProxyFiles.shortened(containerId) + "-");
  }

  /// What every folder's path begins with.
  public String pathPrefix() {
    return parent + "/" + prefix;
  }

  /// Paths below `SSLCertPath` that name a file of the set, turned into those of the set's folder.
  String resolve(String config, CertificateSet set) {
    if (set.isEmpty()) {
      return config;
    }
    String folder = pathPrefix() + set.digest() + "/";
    Pattern paths = Pattern.compile(BEGINNING_OF_A_WORD + Pattern.quote(parent) + REST_OF_A_WORD);
    return paths
        .matcher(config)
        .replaceAll(path ->
            Matcher.quoteReplacement(
                set.files().containsKey(path.group(1)) ? folder + path.group(1) : path.group()));
  }

  /// Paths in folders of ours, of whichever set, turned into those below `SSLCertPath`.
  String unresolve(String config) {
    return config.replaceAll(
        Pattern.quote(pathPrefix()) + "[0-9a-f]+/", Matcher.quoteReplacement(parent + "/"));
  }

  /// The opposite, for messages.
  String unresolve(String said, CertificateSet set) {
    return said.replace(pathPrefix() + set.digest() + "/", parent + "/");
  }
}
