package dev.millrace.scheduler;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A task at an executor, from its arrival to its end. */
final class TaskRun {
    private final RunTasks tasks;
    private final StageRun stage;
    private final StageRun.Task task;
    private final AtomicInteger missingInputs;
    private @Nullable Thread thread;
    private boolean cancelled;

    /** What the tasks of one message have in common. */
    record RunTasks(JobAttempt job, OptionalLong batchTime, java.util.List<String> executors) {}

    TaskRun(RunTasks tasks, StageRun stage, StageRun.Task task) {
        this.tasks = tasks;
        this.stage = stage;
        this.task = task;
        this.missingInputs = new AtomicInteger(task.reads().length / 2);
    }

    RunTasks tasks() {
        return tasks;
    }

    StageRun stage() {
        return stage;
    }

    StageRun.Task task() {
        return task;
    }

    /** Counts an input that has arrived; true for the last one. */
    boolean inputArrived() {
        return missingInputs.decrementAndGet() == 0;
    }

    /** Takes the task for this thread; false when it was cancelled. */
    synchronized boolean begin() {
        if (cancelled) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** Gives the thread free; an interruption that was meant for the task does not reach what the thread does next. */
    synchronized boolean end() {
        thread = null;
        Thread.interrupted();
        return !cancelled;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
