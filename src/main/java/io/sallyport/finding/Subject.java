package io.sallyport.finding;

import java.util.Comparator;
import java.util.Locale;

/// Whom or what a finding is about.
///
/// @param id the container's identifier, where it is one; else empty
/// @param name what people call it: a container's name, a file, a setting; empty where there is
///   only one
public record Subject(Kind kind, String id, String name) implements Comparable<Subject> {

  /// What there is to say something about.
  public enum Kind {
    CONTAINER,
    PROXY,
    CERTIFICATE,
    HOST,
    TEMPLATE,
    SETTING,
    ENGINE
  }

  private static final Comparator<Subject> ORDER =
      Comparator.comparing(Subject::name).thenComparing(Subject::id).thenComparing(Subject::kind);

  /// Names come from labels and engines.
  public Subject {
    name = Harmless.of(name);
  }

  /// A container, also one that is no container of the look any more; both empty for none.
  public static Subject container(String id, String name) {
    return new Subject(id.isEmpty() && name.isEmpty() ? Kind.ENGINE : Kind.CONTAINER, id, name);
  }

  /// A container that is a proxy, for what is not about its labels.
  public static Subject proxy(String id, String name) {
    return new Subject(Kind.PROXY, id, name);
  }

  /// Something that is no container.
  public static Subject of(Kind kind, String name) {
    return new Subject(kind, "", name);
  }

  /// Whether it is, or was, a container.
  public boolean isContainer() {
    return kind == Kind.CONTAINER || kind == Kind.PROXY;
  }

  /// For the beginning of a sentence about it: `container shop-1: `, `proxy edge `; nothing where
  /// it has no name. What is said of a container need not begin with a verb.
  public String opening() {
    if (name.isEmpty()) {
      return "";
    }
    return kind.name().toLowerCase(Locale.ROOT)
        + (kind == Kind.CONTAINER ? " " + name + ": " : " " + name + " ");
  }

  @Override
  public int compareTo(Subject other) {
    return ORDER.compare(this, other);
  }
}
