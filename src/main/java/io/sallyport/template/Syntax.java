package io.sallyport.template;

/// How a kind of proxy writes values in its configuration.
public interface Syntax {

  /// The value as one word: it never ends its word, its line or its block.
  ///
  /// @throws IllegalArgumentException for a value that cannot be written, which no checked value is
  String word(String value);
}
