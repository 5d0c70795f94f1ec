package dev.millrace.benchmarks.millrace;

import java.io.Serializable;

/** The lines from number {@code from} to before number {@code to}. */
record LineRange(long from, long to) implements Serializable {}
