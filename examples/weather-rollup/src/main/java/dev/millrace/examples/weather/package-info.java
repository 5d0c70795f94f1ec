/** Rolls weather readings up into tables by hour and by day, as they come and once more from history. */
@NullMarked
package dev.millrace.examples.weather;

import org.jspecify.annotations.NullMarked;
