/** Counts the words that a server sends. */
@NullMarked
package dev.millrace.examples;

import org.jspecify.annotations.NullMarked;
