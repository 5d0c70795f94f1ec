/** Which of several operators works. */
@NullMarked
package dev.millrace.operator.leader;

import org.jspecify.annotations.NullMarked;
