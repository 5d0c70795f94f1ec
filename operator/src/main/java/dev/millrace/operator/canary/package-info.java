/** The operator's check on itself: a job of its own that it changes, and sees reconciled in time. */
@NullMarked
package dev.millrace.operator.canary;

import org.jspecify.annotations.NullMarked;
