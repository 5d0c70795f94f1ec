package dev.millrace.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The meters of one stream, in a registry of their own, to which others can be added: those get the same meters.
 * Thread-safe. A call costs well under a microsecond.
 */
public final class StreamMetrics {
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final Counter completed;
    private final Counter failed;
    private final Counter records;
    private final Timer processing;
    private final Timer schedulingDelay;
    private final Timer totalDelay;
    private final Counter stages;
    private final Counter failedTasks;
    private final Timer taskRun;
    private final Counter lostExecutors;

    public StreamMetrics(String appName) {
        registry.add(new SimpleMeterRegistry());
        registry.config().commonTags("app", appName);
        completed = counter(Metric.BATCHES_COMPLETED);
        failed = counter(Metric.BATCHES_FAILED);
        records = counter(Metric.RECORDS);
        processing = timer(Metric.BATCH_PROCESSING);
        schedulingDelay = timer(Metric.BATCH_SCHEDULING_DELAY);
        totalDelay = timer(Metric.BATCH_TOTAL_DELAY);
        stages = counter(Metric.STAGES_COMPLETED);
        failedTasks = counter(Metric.TASKS_FAILED);
        taskRun = timer(Metric.TASK_RUN);
        lostExecutors = counter(Metric.EXECUTORS_LOST);
    }

    /** Without a base unit: Prometheus would append it to a name that says it already. */
    private Counter counter(Metric metric) {
        return Counter.builder(metric.key()).description(metric.description()).register(registry);
    }

    private Timer timer(Metric metric) {
        return Timer.builder(metric.key()).description(metric.description()).register(registry);
    }

    /** Measures something whenever it is read. */
    public void gauge(Metric metric, Supplier<Number> value) {
        Gauge.builder(metric.key(), value).description(metric.description()).register(registry);
    }

    public CompositeMeterRegistry registry() {
        return registry;
    }

    public void batchCompleted(long recordsOfBatch, long processingNanos, long schedulingNanos, long totalNanos) {
        completed.increment();
        records.increment((double) recordsOfBatch);
        processing.record(processingNanos, TimeUnit.NANOSECONDS);
        schedulingDelay.record(schedulingNanos, TimeUnit.NANOSECONDS);
        totalDelay.record(totalNanos, TimeUnit.NANOSECONDS);
    }

    public void batchFailed() {
        failed.increment();
    }

    public void stageCompleted() {
        stages.increment();
    }

    public void taskEnded(long runNanos, boolean success) {
        taskRun.record(runNanos, TimeUnit.NANOSECONDS);
        if (!success) {
            failedTasks.increment();
        }
    }

    public void executorLost() {
        lostExecutors.increment();
    }
}
