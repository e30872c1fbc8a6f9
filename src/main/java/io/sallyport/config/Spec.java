package io.sallyport.config;

import io.sallyport.config.Setting.Scope;
import java.util.List;

/// What is written from the table of settings: the complete default configuration and the
/// reference.
public final class Spec {
  private static final String HEADER =
      """
      # Sallyport's configuration: every key with its default.
      #
      # Keys without a value are commented out; so is nothing else. A key that is left out, "" and 0
      # all mean the default. Durations are written like "500ms", "3s" or "1m30s".
      # `sallyport spec` prints this file, `sallyport check -c FILE` says what is wrong with yours.
      """;

  private Spec() {}

  /// A complete commented configuration that [SettingsReader] accepts and that equals
  /// [Settings#defaults].
  public static String text() {
    StringBuilder text = new StringBuilder(HEADER);
    Scope scope = Scope.TOP;
    for (Section section : Section.values()) {
      if (section.scope() != scope) {
        scope = section.scope();
        text.append("\n# One table for each kind of proxy.\n[[Extensions]]\n");
      }
      String indent = scope == Scope.TOP ? "" : "  ";
      text.append('\n').append(indent).append("# ").append(section.title()).append('\n');
      of(section).forEach(setting -> entry(text, indent, setting));
    }
    return text.toString();
  }

  private static <T> void entry(StringBuilder text, String indent, Setting<T> setting) {
    text.append('\n').append(indent).append("# ").append(setting.doc());
    text.append(" (").append(setting.type()).append(")\n").append(indent);
    String value = setting.defaultValue().map(setting.grammar()::write).orElse("");
    text.append(value.isEmpty() ? "# " : "").append(setting.key()).append(" = ");
    text.append(value.isEmpty() ? "…" : value).append('\n');
  }

  /// The reference, in Markdown.
  public static String reference() {
    StringBuilder text = new StringBuilder("# Settings\n");
    for (Section section : Section.values()) {
      text.append("\n## ").append(section.title()).append("\n\n");
      text.append("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
      of(section).forEach(setting -> row(text, setting));
    }
    return text.toString();
  }

  private static <T> void row(StringBuilder text, Setting<T> setting) {
    String value =
        setting.defaultValue().map(it -> "`" + setting.grammar().write(it) + "`").orElse("–");
    text.append("| `").append(setting.key()).append("` | ").append(setting.type());
    text.append(" | ").append(value).append(" | ").append(setting.doc()).append(" |\n");
  }

  private static List<Setting<?>> of(Section section) {
    return Setting.all().stream().filter(it -> it.section() == section).toList();
  }
}
