package io.sallyport.config;

import io.sallyport.config.Setting.Scope;

/// What is written from the table of settings: the complete default configuration and the
/// reference.
public final class Spec {
  private static final String HEADER =
      """
      # Sallyport's configuration: every key, what it means, and its default.
      #
      # A key that is commented out has no default; its value is an example. A key that is left out,
      # or written as "" or 0, has its default. Durations are written like "500ms" or "1m30s".
      # `sallyport spec` prints this text; `sallyport check -c FILE` says what is wrong with yours.
      # DOCKER_HOST and DOCKER_CERT_PATH count where DockerURL and the TLS keys are left out.
      """;

  private static final String SWARM =
      """

      # Docker's Swarm mode (docs/swarm.md). One table.
      [Swarm]
      """;

  private static final String EXTENSIONS =
      """

      # One table for each kind of proxy; without any there is one for nginx. Keys for another kind
      # than `Name` are accepted and ignored.
      [[Extensions]]
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
        text.append(scope == Scope.SWARM ? SWARM : EXTENSIONS);
      }
      String indent = scope == Scope.TOP ? "" : "  ";
      text.append("\n%s## %s\n".formatted(indent, section.title()));
      for (Setting<?> setting : section.settings()) {
        String mark = setting.defaultValue().isPresent() ? "" : "# ";
        text.append("\n%s# %s (%s)\n".formatted(indent, setting.doc(), setting.type()));
        text.append("%s%s%s = %s\n".formatted(indent, mark, setting.key(), setting.sample()));
      }
    }
    return text.toString();
  }

  /// The reference, in Markdown: `docs/settings.md`.
  public static String reference() {
    return Reference.text();
  }
}
