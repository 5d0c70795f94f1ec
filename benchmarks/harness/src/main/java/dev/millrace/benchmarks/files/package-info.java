/** The files of benchmarks. */
@NullMarked
package dev.millrace.benchmarks.files;

import org.jspecify.annotations.NullMarked;
