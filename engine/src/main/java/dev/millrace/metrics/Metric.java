package dev.millrace.metrics;

import io.micrometer.core.instrument.Meter;

/** Every metric of the engine. {@code docs/reference/metrics.md} has one row for each. */
public enum Metric {
    BATCHES_COMPLETED(
            "millrace.batches.completed", Meter.Type.COUNTER, "batches", "Batches whose outputs are complete."),
    BATCHES_FAILED("millrace.batches.failed", Meter.Type.COUNTER, "batches", "Batches that failed."),
    BATCHES_QUEUED(
            "millrace.batches.queued",
            Meter.Type.GAUGE,
            "batches",
            "Batches that have ended and wait for their predecessors to be processed."),
    RECORDS(
            "millrace.records",
            Meter.Type.COUNTER,
            "records",
            "Records of completed batches, of the inputs that know how many they took in."),
    BATCH_PROCESSING(
            "millrace.batch.processing",
            Meter.Type.TIMER,
            "seconds",
            "From the start of a batch's processing to the end of its last output."),
    BATCH_SCHEDULING_DELAY(
            "millrace.batch.scheduling.delay",
            Meter.Type.TIMER,
            "seconds",
            "From the end of a batch to the start of its processing; it grows while processing falls behind."),
    BATCH_TOTAL_DELAY(
            "millrace.batch.total.delay",
            Meter.Type.TIMER,
            "seconds",
            "From the end of a batch to the end of its last output."),
    STAGES_COMPLETED(
            "millrace.stages.completed", Meter.Type.COUNTER, "stages", "Stages whose tasks have all succeeded."),
    TASKS_FAILED("millrace.tasks.failed", Meter.Type.COUNTER, "tasks", "Attempts of tasks that failed."),
    TASK_RUN("millrace.task.run", Meter.Type.TIMER, "seconds", "How long tasks ran, failed ones too."),
    EXECUTORS_ALIVE("millrace.executors.alive", Meter.Type.GAUGE, "executors", "Executors that are connected."),
    EXECUTORS_DESIRED(
            "millrace.executors.desired", Meter.Type.GAUGE, "executors", "Executors that the job is meant to have."),
    EXECUTORS_LOST("millrace.executors.lost", Meter.Type.COUNTER, "executors", "Executors that were lost.");

    private final String key;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    Metric(String key, Meter.Type type, String unit, String description) {
        this.key = key;
        this.type = type;
        this.unit = unit;
        this.description = description;
    }

    /** The name, such as {@code millrace.batches.completed}; monitoring systems write it in their own way. */
    public String key() {
        return key;
    }

    public Meter.Type type() {
        return type;
    }

    /** What one of it is; timers count seconds. */
    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }
}
