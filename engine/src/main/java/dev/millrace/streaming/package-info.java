/** Streams: endless sequences of data sets, one for each batch, and the operations on them. */
@NullMarked
package dev.millrace.streaming;

import org.jspecify.annotations.NullMarked;
