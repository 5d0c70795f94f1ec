/** Where the states of streams are while a job runs: in memory, or in a store that a module brings. */
@NullMarked
package dev.millrace.state;

import org.jspecify.annotations.NullMarked;
