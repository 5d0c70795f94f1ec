/** The operator's own configuration: declared in one place, with what each key means, and checked at the start. */
@NullMarked
package dev.millrace.operator.config;

import org.jspecify.annotations.NullMarked;
