package io.sallyport.history;

/// Which settings are in use, as it is sent: to compare with others, not to read.
///
/// @param source where they come from: `file /etc/sallyport/config.toml`
/// @param digest of all that are not the default, without secrets: equal settings, equal digest
public record SettingsInUse(String source, String digest) {
  /// Before the first loop has begun.
  public static final SettingsInUse NONE = new SettingsInUse("", "");
}
