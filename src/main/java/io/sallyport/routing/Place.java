package io.sallyport.routing;

import io.sallyport.model.SiteId;
import java.util.Comparator;

/// A site, or one context root of it: what a group decides about.
///
/// @param root empty for the whole site
public record Place(SiteId site, String root) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::site).thenComparing(Place::root);

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
    return ORDER.compare(this, other);
  }

  /// `shop.example.com`, or `shop.example.com/app`.
  @Override
  public String toString() {
    return site.name() + root;
  }
}
