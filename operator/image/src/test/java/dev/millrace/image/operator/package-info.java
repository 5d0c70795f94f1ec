/** Tests of the operator's container image: what is in it, and the operator run from it. */
@NullMarked
package dev.millrace.image.operator;

import org.jspecify.annotations.NullMarked;
