package io.sallyport.labels;

/// A host name, which may begin with `*.`.
///
/// @param name within [LabelGrammar#HOST_NAME]
public record NameClaim(String name) implements Claim {
  @Override
  public String text() {
    return name;
  }
}
