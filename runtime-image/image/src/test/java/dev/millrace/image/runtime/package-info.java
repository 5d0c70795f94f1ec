/** Tests of the container image: what is in it, and what runs from it. */
@NullMarked
package dev.millrace.image.runtime;

import org.jspecify.annotations.NullMarked;
