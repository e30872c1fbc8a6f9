package io.sallyport.model;

/// Where a client that used a port of HTTP finds HTTPS: both as they are published.
public record HttpsPort(int http, int https) {
  /// Where nothing else is said.
  public static final HttpsPort USUAL = new HttpsPort(80, 443);
}
