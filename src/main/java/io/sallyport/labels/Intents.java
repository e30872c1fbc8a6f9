package io.sallyport.labels;

import io.sallyport.finding.Finding;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// All that one container asks for.
///
/// @param asks whether it has any label that asks for something, or looks like one
/// @param named whether it names a site, whether that can be read or not
/// @param networks what its labels name, whether the rest can be read or not
/// @param findings what is wrong with its labels
public record Intents(
    boolean asks,
    boolean named,
    List<Intent> sites,
    SortedSet<String> networks,
    List<Finding> findings) {
  /// Of a container that asks for nothing.
  public static final Intents NONE =
      new Intents(false, false, List.of(), new TreeSet<>(), List.of());

  public Intents {
    sites = List.copyOf(sites);
    networks = Collections.unmodifiableSortedSet(new TreeSet<>(networks));
    findings = List.copyOf(findings);
  }

  /// With what the same container asks for in another dialect.
  public Intents plus(Intents other) {
    if (equals(NONE)) {
      return other;
    }
    SortedSet<String> both = new TreeSet<>(networks);
    both.addAll(other.networks);
    return new Intents(
        asks || other.asks,
        named || other.named,
        joined(sites, other.sites),
        both,
        joined(findings, other.findings));
  }

  private static <T> List<T> joined(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
