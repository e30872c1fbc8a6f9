package io.sallyport.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The containers that decide together about a host: those of one Compose project, stack or Swarm
/// service. A container without one is a group of its own, known by its name, so that its
/// replacement of the same name belongs to it.
///
/// Compose and Swarm write these labels, and so can anybody who labels containers: who forges one
/// joins that group (docs/security.md).
public record Group(String kind, String name) {
  private static final List<Map.Entry<String, String>> LABELS =
      List.of(
          Map.entry("com.docker.compose.project", "project"),
          Map.entry("com.docker.stack.namespace", "stack"),
          Map.entry("com.docker.swarm.service.name", "service"));

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final int DIGEST_BYTES = 8;

  /// Nobody's: what is remembered without a group belongs to the oldest container's.
  public static final Group UNKNOWN = new Group("", "");

  /// Of a container.
  ///
  /// @param labels all of its labels
  static Group of(String id, String name, Map<String, String> labels) {
    for (Map.Entry<String, String> label : LABELS) {
      String group = labels.getOrDefault(label.getKey(), "");
      if (!group.isBlank()) {
        return new Group(label.getValue(), plain(group));
      }
    }
    return new Group("container", plain(name.isEmpty() ? id : name));
  }

  /// As [#key] wrote it; nothing where the text is of no group.
  public static Optional<Group> parse(String key) {
    int colon = key.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String kind = key.substring(0, colon);
    String name = key.substring(colon + 1);
    boolean known =
        kind.equals("container") || LABELS.stream().anyMatch(each -> each.getValue().equals(kind));
    return known && (PLAIN.matcher(name).matches() || (name.startsWith("#") && name.length() <= 17))
        ? Optional.of(new Group(kind, name))
        : Optional.empty();
  }

  /// One word, such as `project:shop`.
  public String key() {
    return kind + ":" + name;
  }

  /// For people.
  @Override
  public String toString() {
    return kind + " `" + name + "`";
  }

  /// Text that nobody would choose for a name is shown and kept as its digest.
  private static String plain(String text) {
    return PLAIN.matcher(text).matches() ? text : "#" + digest(text);
  }

  /// Sixteen hexadecimal digits, the same ones for the same text.
  public static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
