/** Errors that users see: each has a stable code, a message that names the fix, and a row in the documentation. */
@NullMarked
package dev.millrace.error;

import org.jspecify.annotations.NullMarked;
