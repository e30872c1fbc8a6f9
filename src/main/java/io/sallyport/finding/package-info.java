/// What is wrong, with whom, and what to do about it; and text from outside as it may be shown.
///
/// Comes in: whatever any other room finds. Goes out: [Finding]s, sorted and capped. Imports
/// nothing, so that every room can say something.
@NullMarked
package io.sallyport.finding;

import org.jspecify.annotations.NullMarked;
