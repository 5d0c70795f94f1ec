package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends numbered records at a steady rate, from 0 on, in a thread of its own. */
final class Load<K, V> implements AutoCloseable {
    private static final int STEPS_PER_SECOND = 20;

    private final Producer<K, V> producer;
    private final LongFunction<ProducerRecord<K, V>> records;
    private final int perStep;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean ended;

    /**
     * @param producer must not give a record up nor double it while the broker is away for a minute, as is the default; it is closed
     *     with this
     * @param records by number
     */
    Load(Producer<K, V> producer, int recordsPerSecond, LongFunction<ProducerRecord<K, V>> records) {
        this.producer = producer;
        this.records = records;
        this.perStep = recordsPerSecond / STEPS_PER_SECOND;
        this.thread = new Thread(this::send, "load");
        thread.setDaemon(true);
        thread.start();
    }

    /** How many were sent; the last ones may still be on their way. */
    long sent() {
        return sent.get();
    }

    /** Stops, and returns how many there are when the broker has all of them. */
    long stop() throws InterruptedException {
        ended = true;
        thread.join();
        producer.flush();
        assertNull(failure.get(), "a record that the broker did not take");
        return sent.get();
    }

    private void send() {
        long next = System.nanoTime();
        while (!ended) {
            for (int i = 0; i < perStep; i++) {
                var unused = producer.send(records.apply(sent.get()), (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
                sent.incrementAndGet();
            }
            next += 1_000_000_000L / STEPS_PER_SECOND;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** Gives up what is still on its way. */
    @Override
    public void close() {
        ended = true;
        producer.close(Duration.ZERO);
    }
}
