package io.sallyport.model;

/// Which site: an HTTP host by its name.
public record SiteId(String name) implements Comparable<SiteId> {
  @Override
  public int compareTo(SiteId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
