package dev.millrace.cassandra;

import dev.millrace.rdd.Action;
import dev.millrace.rdd.PartitionReader;
import dev.millrace.rdd.PlanKey;
import dev.millrace.rdd.TaskContext;
import java.util.Iterator;
import java.util.Objects;

/** Writes a partition to a table; gives back how many rows it wrote. */
final class SaveToTable<T> extends Action<T, Long> {
    private static final long serialVersionUID = 1L;
    private static final long MICROS_OF_MILLI = 1000;

    private final TableWrite<T> write;
    private final transient Long startedMicros;

    /** @param startedMicros the timestamp of rows outside a stream */
    SaveToTable(TableWrite<T> write, long startedMicros) {
        this.write = write;
        this.startedMicros = startedMicros;
    }

    @Override
    public Long run(PartitionReader<T> partition, TaskContext task) throws Exception {
        WriteSettings settings = write.settings();
        long micros = timestamp(settings, task);
        try (SharedSession shared = SharedSession.of(write.connection())) {
            InsertStatement<T> insert = new InsertStatement<>(shared, settings, write.rows());
            RequestWindow window = new RequestWindow(
                    shared.session(),
                    "table " + insert.table(),
                    settings.pace().concurrent(),
                    settings.pace().retries());
            ByteRate rate = new ByteRate(settings.pace().bytesPerSecond());
            // rows of one condition each cannot share a request: one that exists would hold back the others
            Pace pace = settings.ifNotExists() ? settings.pace().withBatchBytes(0) : settings.pace();
            Batches batches = new Batches(pace, (request, bytes) -> {
                rate.acquire(bytes);
                window.send(request);
            });
            long written = 0;
            for (Iterator<T> elements = partition.iterator(); elements.hasNext(); written++) {
                batches.add(insert.bind(elements.next(), micros));
            }
            batches.flush();
            window.await();
            return written;
        }
    }

    private static long timestamp(WriteSettings settings, TaskContext task) {
        if (settings.timestamp() instanceof TimestampRule.Constant constant) {
            return constant.micros();
        }
        return task.batchTime().isPresent()
                ? Math.multiplyExact(task.batchTime().getAsLong(), MICROS_OF_MILLI)
                : (Long) Objects.requireNonNull(task.services().argument(), "a task without its time");
    }

    @Override
    public Object argument() {
        return startedMicros;
    }

    @Override
    public void key(PlanKey key) {
        key.value(SaveToTable.class).value(write);
    }
}
