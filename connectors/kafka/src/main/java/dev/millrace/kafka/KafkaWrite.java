package dev.millrace.kafka;

import dev.millrace.rdd.Action;
import dev.millrace.rdd.PartitionReader;
import dev.millrace.rdd.PlanKey;
import dev.millrace.rdd.TaskContext;
import java.util.Objects;

/** Writes a partition of a batch to Kafka; gives back how many records it wrote. */
final class KafkaWrite<T> extends Action<T, Long> {
    private static final long serialVersionUID = 1L;

    /** What differs from batch to batch. */
    private record Batch(long time, int partitions) implements java.io.Serializable {}

    private final WriteSettings settings;
    private final RecordForm form;
    private final transient Batch batch;

    KafkaWrite(WriteSettings settings, RecordForm form, long time, int partitions) {
        this.settings = settings;
        this.form = form;
        this.batch = new Batch(time, partitions);
    }

    @Override
    public Long run(PartitionReader<T> partition, TaskContext task) throws Exception {
        Batch of = (Batch) Objects.requireNonNull(task.services().argument(), "a task without its batch");
        return settings.isTransactional()
                ? TransactionalWriter.write(
                        settings,
                        form,
                        task.partitionId(),
                        new BatchMark(of.time(), settings.epoch(), of.partitions()),
                        partition)
                : PlainWriter.write(settings, form, partition);
    }

    @Override
    public Object argument() {
        return batch;
    }

    @Override
    public void key(PlanKey key) {
        key.value(KafkaWrite.class).value(settings).value(form);
    }
}
