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

    /** What makes a writer the right one. */
    private record Key(WriteSettings settings, int partition) {}

    private final WriteSettings settings;
    private final String transactionalId;
    private final KafkaProducer<Object, Object> producer;
    private @Nullable BatchMark written;
    private boolean open;

    private TransactionalWriter(Key key) {
        this.settings = key.settings();
        this.transactionalId = settings.transactionalId(key.partition());
        refuseWhenReplaced(mark(key));
        this.producer =
                Producers.create(settings.parameters().with(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId));
        try {
            producer.initTransactions();
            this.written = mark(key);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static @Nullable BatchMark mark(Key key) {
        return BatchMarks.read(key.settings(), List.of(key.partition())).get(key.partition());
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
        Key key = new Key(settings, partition);
        TransactionalWriter kept = WRITERS.take(key);
        TransactionalWriter writer = kept == null ? begin(key) : kept;
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

    private static TransactionalWriter begin(Key key) {
        try {
            return new TransactionalWriter(key);
        } catch (KafkaException e) {
            throw KafkaErrors.source("output " + key.settings().output() + ": no transaction could be begun", e);
        }
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
