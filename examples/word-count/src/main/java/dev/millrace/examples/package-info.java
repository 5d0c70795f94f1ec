/** Counts the words of real text, and shows how a program brings its own source: a receiver. */
@NullMarked
package dev.millrace.examples;

import org.jspecify.annotations.NullMarked;
