/// Templates in Pebble, for whichever kind of proxy.
///
/// Comes in: a kind's [io.sallyport.template.Template.Language] (how it writes a value, its own
/// tags, its built-in template), the operator's template if there is one, and variables. Goes out:
/// text, or a [TemplateException] that says where the template is wrong. Pure after the template is
/// read: same template and variables, same text. Must not know: any kind of proxy, the model, how a
/// configuration reaches a proxy.
@NullMarked
package io.sallyport.template;

import org.jspecify.annotations.NullMarked;
