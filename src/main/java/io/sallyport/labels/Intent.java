package io.sallyport.labels;

import io.sallyport.finding.Finding;
import io.sallyport.model.SiteId;
import io.sallyport.source.Container;
import io.sallyport.source.Group;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// That a container asks to serve a site. It may ask for several, in an intent each.
///
/// @param claims what it claims for the site: the site's own name first; with the key of the label
///   that says so
/// @param values what its labels say about the site
/// @param usable false where a label that it must not be served without cannot be read
public record Intent(
    Container container,
    SiteId site,
    SequencedMap<Claim, String> claims,
    LabelValues values,
    boolean usable) {

  public Intent {
    SequencedMap<Claim, String> all = new LinkedHashMap<>();
    all.put(new NameClaim(site.name()), values.keyOf(Label.HOSTNAME));
    claims.forEach(all::putIfAbsent);
    claims = Collections.unmodifiableSequencedMap(all);
  }

  /// One that claims nothing but the site's name.
  public Intent(Container container, SiteId site, LabelValues values, boolean usable) {
    this(container, site, new LinkedHashMap<>(), values, usable);
  }

  /// The site's name.
  public String name() {
    return site.name();
  }

  /// The path that it serves, `/` where it names none.
  public String root() {
    return values.get(Label.CONTEXT_ROOT).orElse("/");
  }

  /// With whom it decides.
  public Group group() {
    return container.group();
  }

  /// Whether it claims that for the site, its own name or another.
  public boolean claims(Claim claim) {
    return claims.containsKey(claim);
  }

  /// Something about what a label of it says.
  public Finding finding(Finding.Code code, Label<?> label, String message, String advice) {
    return finding(code, values.keyOf(label), message, advice);
  }

  /// Something about what it claims.
  public Finding finding(Finding.Code code, Claim claim, String message, String advice) {
    return finding(code, claims.getOrDefault(claim, ""), message, advice);
  }

  private Finding finding(Finding.Code code, String key, String message, String advice) {
    return new Finding(code, container.id(), container.name(), key, message, advice);
  }
}
