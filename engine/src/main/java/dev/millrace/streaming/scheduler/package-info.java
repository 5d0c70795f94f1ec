/** What happens to batches, outputs and receivers, told to listeners. */
@NullMarked
package dev.millrace.streaming.scheduler;

import org.jspecify.annotations.NullMarked;
