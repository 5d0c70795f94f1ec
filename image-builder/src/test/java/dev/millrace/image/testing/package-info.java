/** What the tests of the images have in common: reading an image, running it, and what is asked of each. */
@NullMarked
package dev.millrace.image.testing;

import org.jspecify.annotations.NullMarked;
