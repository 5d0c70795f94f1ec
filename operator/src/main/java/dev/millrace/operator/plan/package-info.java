/**
 * Decides what to do for a job: a pure function of what it should be, what was seen of it and the time. Nothing here knows
 * a client, and all that is remembered from one pass to the next is the resource's status.
 */
@NullMarked
package dev.millrace.operator.plan;

import org.jspecify.annotations.NullMarked;
