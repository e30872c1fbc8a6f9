package io.sallyport.template;

/// What a template sees of a value whose text may be kept ([TextCache]).
public interface CachedView {

  /// Tells most values apart, and costs nothing to compare: the hash of a whole host for each host
  /// of a table is a third of the time that a rendering takes in which one has changed.
  String name();

  /// The value: all of the view follows from it, and equal values have equal views.
  Object source();
}
