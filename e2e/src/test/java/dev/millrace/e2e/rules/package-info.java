/** What the API server makes of the definition of {@code StreamingJob}, without an operator. */
@NullMarked
package dev.millrace.e2e.rules;

import org.jspecify.annotations.NullMarked;
