/**
 * Sources that push records into a stream: a {@link dev.millrace.streaming.receiver.Receiver} of the user's own, and what
 * stands behind it.
 */
@NullMarked
package dev.millrace.streaming.receiver;

import org.jspecify.annotations.NullMarked;
