/** For a program's own tests: streams that are fed and driven batch by batch, with a clock that stands still. */
@NullMarked
package dev.millrace.testing;

import org.jspecify.annotations.NullMarked;
