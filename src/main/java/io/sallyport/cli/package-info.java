/// Arguments into a wired run.
///
/// Comes in: the command line and the environment. Goes out: exit codes, standard output for
/// results, standard error for everything else. The one place that wires rooms together. Must not
/// decide anything that a room decides.
@NullMarked
package io.sallyport.cli;

import org.jspecify.annotations.NullMarked;
