/** What sending tasks have for receiving ones: handed over by reference inside a JVM, as bytes between JVMs. */
@NullMarked
package dev.millrace.shuffle;

import org.jspecify.annotations.NullMarked;
