package io.sallyport.routing;

import io.sallyport.model.SiteId;

/// A site, or one context root of it: what a group decides about.
///
/// @param root empty for the whole site
public record Place(SiteId site, String root) implements Comparable<Place> {
  /// The whole site.
  public static Place whole(SiteId site) {
    return new Place(site, "");
  }

  boolean isWhole() {
    return root.isEmpty();
  }

  /// A site comes before its roots, and these before the next site.
  @Override
  public int compareTo(Place other) {
    int bySite = site.compareTo(other.site);
    return bySite == 0 ? root.compareTo(other.root) : bySite;
  }

  /// `shop.example.com`, or `shop.example.com/app`.
  @Override
  public String toString() {
    return site.name() + root;
  }
}
