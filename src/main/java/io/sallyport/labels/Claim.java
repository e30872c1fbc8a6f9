package io.sallyport.labels;

/// What belongs to one site at a time: whoever claims it later does not get it.
public sealed interface Claim extends Comparable<Claim> permits NameClaim, PortClaim {

  /// As people write it: `shop.example.com`, or `tcp/5432`. No two claims have the same text.
  String text();

  @Override
  default int compareTo(Claim other) {
    return text().compareTo(other.text());
  }
}
