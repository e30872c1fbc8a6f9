/// The operator's TOML into checked settings; pure after the read.
///
/// Comes in: the text of a configuration, and the environment variables that fill in what it leaves
/// out. Goes out: [Settings] that no later room checks again, or one [SettingsException] with every
/// [Problem] at once. [Setting] is the one table; [Spec] writes the complete default configuration
/// and the reference from it. Must not know: engines, containers, labels, templates.
@NullMarked
package io.sallyport.config;

import org.jspecify.annotations.NullMarked;
