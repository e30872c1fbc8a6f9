package io.sallyport.template;

/// A place at which a template uses a name.
///
/// @param of the name of what has the attribute; empty where it has none
record NameUse(Kind kind, String name, String of, String template, int line) {

  /// What is used.
  enum Kind {
    VARIABLE,
    /// One that need not be there: the template says what to write without it.
    OPTIONAL_VARIABLE,
    ATTRIBUTE,
    FILTER,
    TEST,
    FUNCTION,
    BLOCK,
    FILE
  }
}
