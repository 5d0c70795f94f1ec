/**
 * The oracle: a naive interpreter of graphs of streams and data sets, and what compares the engine with it on random
 * graphs and data. Lists and maps, one element at a time, every window computed as a whole: slow, and easy to see right.
 */
@NullMarked
package dev.millrace.oracle;

import org.jspecify.annotations.NullMarked;
