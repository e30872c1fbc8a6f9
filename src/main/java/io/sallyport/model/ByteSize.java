package io.sallyport.model;

/// An amount of data.
public record ByteSize(long bytes) {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a negative size: " + bytes);
    }
  }

  /// So many KiB.
  public static ByteSize kib(long number) {
    return new ByteSize(Math.multiplyExact(number, KIB));
  }

  /// So many MiB.
  public static ByteSize mib(long number) {
    return new ByteSize(Math.multiplyExact(number, MIB));
  }

  /// For people: `10m`, `512k`, `1000`.
  @Override
  public String toString() {
    if (bytes > 0 && bytes % MIB == 0) {
      return bytes / MIB + "m";
    }
    return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + "k" : Long.toString(bytes);
  }
}
