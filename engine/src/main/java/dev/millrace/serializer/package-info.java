/**
 * Values, functions and plans as bytes: compact and fast for the data of a shuffle, Java serialization for functions, and
 * a check when the graph is built that a function can be sent at all.
 */
@NullMarked
package dev.millrace.serializer;

import org.jspecify.annotations.NullMarked;
