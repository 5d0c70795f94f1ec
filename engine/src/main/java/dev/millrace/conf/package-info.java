/** Configuration: typed, documented and validated keys, and the values that a job was given. */
@NullMarked
package dev.millrace.conf;

import org.jspecify.annotations.NullMarked;
