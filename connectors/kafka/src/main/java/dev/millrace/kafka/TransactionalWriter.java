package dev.millrace.kafka;

import dev.millrace.rdd.PartitionReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * The one producer of a partition of an output, which writes a batch as a transaction.
 *
 * <pre>
 *   begin: read mark ── a later driver's? refuse
 *          initTransactions: ends what a predecessor left open, and shuts it out
 *          read mark
 *   batch: mark.batch &gt;= batch? it is written already
 *          transaction { records, mark }
 * </pre>
 *
 * <p>Whoever begins last has the partition. A task that runs elsewhere meanwhile, for this driver or an earlier one, cannot commit
 * any more; when it begins anew it finds what the other one has written. Used by one task at a time.
 */
final class TransactionalWriter implements AutoCloseable {
    private static final IdleCache<Key, TransactionalWriter> WRITERS = new IdleCache<>("millrace-kafka-writers");
    private static final int KEPT = 1024;
    private static final long KEPT_MILLIS = 300_000;

    /** Where a writer writes. An executor outlives drivers: the writer for an earlier one makes room for that of the next. */
    private record Key(KafkaParameters parameters, String topic, String transactionalId) {}

    private final WriteSettings settings;
    private final String transactionalId;
    private final KafkaProducer<Object, Object> producer;
    private @Nullable BatchMark written;
    private boolean open;

    private TransactionalWriter(WriteSettings settings, int partition) {
        this.settings = settings;
        this.transactionalId = settings.transactionalId(partition);
        refuseWhenReplaced(mark(partition));
        this.producer =
                Producers.create(settings.parameters().with(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId));
        try {
            producer.initTransactions();
            this.written = mark(partition);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private @Nullable BatchMark mark(int partition) {
        return BatchMarks.read(settings, List.of(partition)).get(partition);
    }

    private void refuseWhenReplaced(@Nullable BatchMark mark) {
        if (mark != null && settings.epoch().isBefore(mark.epoch())) {
            throw KafkaErrors.source(
                    "output " + settings.output() + ": a driver that started later has taken it over: " + mark.epoch()
                            + "; this one is " + settings.epoch() + " and writes nothing any more",
                    null);
        }
    }

    /**
     * Writes a partition of a batch, unless it is written already.
     *
     * @param mark what is true when it is written
     * @return how many records were written now
     */
    static <T> long write(
            WriteSettings settings, RecordForm form, int partition, BatchMark mark, PartitionReader<T> records)
            throws Exception {
        Key key = new Key(settings.parameters(), settings.topic(), settings.transactionalId(partition));
        TransactionalWriter kept = WRITERS.take(key);
        if (kept != null && !kept.settings.equals(settings)) {
            IdleCache.close(kept);
            kept = null;
        }
        TransactionalWriter writer = kept == null ? begin(settings, partition) : kept;
        boolean well = false;
        try {
            long count = writer.write(form, mark, records);
            well = true;
            return count;
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw KafkaErrors.source(
                    "transactional id " + writer.transactionalId
                            + " was taken over by another task or driver while this one wrote",
                    e);
        } catch (KafkaException e) {
            throw KafkaErrors.source("a transaction of output " + settings.output() + " failed", e);
        } finally {
            if (well || writer.abort()) {
                WRITERS.give(key, writer, KEPT, KEPT_MILLIS);
            } else {
                IdleCache.close(writer);
            }
        }
    }

    private static TransactionalWriter begin(WriteSettings settings, int partition) {
        try {
            return new TransactionalWriter(settings, partition);
        } catch (KafkaException e) {
            throw KafkaErrors.source("output " + settings.output() + ": no transaction could be begun", e);
        }
    }

    static int idleWriters() {
        return WRITERS.size();
    }

    private <T> long write(RecordForm form, BatchMark mark, PartitionReader<T> records) throws Exception {
        if (written != null && written.batch() >= mark.batch()) {
            return 0;
        }
        ProducerSink<T> sink = new ProducerSink<>(producer, form, settings.topic(), this::beginTransaction);
        records.drainTo(sink);
        if (open) { // a partition without records has nothing that could be written twice
            producer.sendOffsetsToTransaction(Map.of(BatchMarks.place(settings), mark.toOffset()), group());
            producer.commitTransaction();
            open = false;
            written = mark;
        }
        return sink.count();
    }

    /** A group that has no member. */
    @SuppressWarnings("removal") // Kafka has no other way to name a group without joining it
    private ConsumerGroupMetadata group() {
        return new ConsumerGroupMetadata(transactionalId);
    }

    private void beginTransaction() {
        producer.beginTransaction();
        open = true;
    }

    /** Takes back what the failed task has written; false when this writer is of no use any more. */
    private boolean abort() {
        if (!open) {
            return false;
        }
        boolean interrupted = Thread.interrupted();
        try {
            producer.abortTransaction();
            open = false;
            return true;
        } catch (RuntimeException e) { // fenced, or in the middle of a commit of which nothing came back
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
