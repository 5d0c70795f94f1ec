package dev.millrace.operator.plan;

import dev.millrace.crds.v1.status.StreamingJobStatus;
import java.time.Duration;
import java.util.List;

/**
 * What one pass does.
 *
 * @param status what to write before anything is done: it has the intent and all that must be remembered
 * @param actions what to do, in order
 * @param events what to tell people
 * @param wake when to look again at the latest
 */
public record Plan(StreamingJobStatus status, List<Action> actions, List<JobEvent> events, Duration wake) {}
