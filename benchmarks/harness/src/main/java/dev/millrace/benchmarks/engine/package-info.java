/**
 * The side of the harness that lives in the JVM of an engine: what it is fed, when it is done, how it was.
 *
 * <p>Needs nothing but HdrHistogram, so that every engine keeps the class path that its users have.
 */
@NullMarked
package dev.millrace.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
