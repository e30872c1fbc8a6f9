package io.sallyport.template;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.sallyport.config.DidYouMean;
import java.util.Collection;
import java.util.List;

/// A template asks for what is not there, of something whose attributes are known.
final class UnknownAttribute extends AttributeNotFoundException {
  private static final long serialVersionUID = 1L;

  UnknownAttribute(Collection<?> known, String name, int line, String template) {
    super(null, message(known, name), name, line, template);
  }

  private static String message(Collection<?> known, String name) {
    List<String> names = known.stream().map(String::valueOf).toList();
    String near = DidYouMean.question(names, name);
    return "there is no `%s` here; %s"
        .formatted(name, near.isEmpty() ? "docs/templates.md lists what there is" : near);
  }
}
