/** Time as the engine sees it: the system's, or one that a test moves by hand. */
@NullMarked
package dev.millrace.clock;

import org.jspecify.annotations.NullMarked;
