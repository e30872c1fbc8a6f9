/// A shell that stays open in a container, for commands and text files without a call of the engine
/// each (docs/decisions/0010-open-shell.md).
///
/// Comes in: the connection of a shell that was started, files, commands. Goes out: what a command
/// printed and its exit code. Must not know: how a shell is started, what a command is for.
@NullMarked
package io.sallyport.docker.shell;

import org.jspecify.annotations.NullMarked;
