package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;

/** What the thread that runs a job waits for. */
sealed interface JobEvent {
    /** A message of a task of the job. */
    record FromTask(String executor, JobAttempt job, ExecutorMessage message) implements JobEvent {}

    /** An executor is gone. */
    record ExecutorLost(String executor, String reason) implements JobEvent {}

    /**
     * What was on its way from one executor to another may not have arrived.
     *
     * @param nanos when the driver heard of it
     */
    record LinkLost(String from, String to, long nanos) implements JobEvent {}

    /** The context is closed, or its driver replaced. */
    record Cancelled(ErrorCode code, String reason) implements JobEvent {}
}
