package dev.millrace.benchmarks.kafka;

import dev.millrace.conf.MillraceConf;
import dev.millrace.kafka.ConsumerStrategies;
import dev.millrace.kafka.KafkaSink;
import dev.millrace.kafka.KafkaUtils;
import dev.millrace.kafka.LocationStrategies;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.scheduler.StreamingListener;
import dev.millrace.streaming.scheduler.StreamingListenerBatchCompleted;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies a topic exactly once: ranges in a checkpoint, output in transactions. Prints {@code BATCH millis records} at the end of each
 * batch, the time and how many records it had, and ends after the last record.
 */
final class MillraceCopy {
    private MillraceCopy() {}

    /** Takes brokers, input, output, number of records, interval in milliseconds, records a second of a partition, a directory. */
    public static void main(String[] args) throws InterruptedException {
        long records = Long.parseLong(args[3]);
        MillraceConf conf = new MillraceConf()
                .setMaster("local[2]")
                .setAppName("copy-to-" + args[2])
                .set("millrace.streaming.kafka.maxRatePerPartition", args[5]);
        CountDownLatch over = new CountDownLatch(1);
        AtomicLong copied = new AtomicLong();
        try (StreamingContext context = new StreamingContext(conf, Durations.milliseconds(Long.parseLong(args[4])))) {
            context.checkpoint(args[6]);
            KafkaSink.<byte[], byte[]>exactlyOnce(
                            "copy",
                            args[2],
                            Map.of(
                                    "bootstrap.servers", args[0],
                                    "key.serializer", ByteArraySerializer.class,
                                    "value.serializer", ByteArraySerializer.class))
                    .saveValues(KafkaUtils.createDirectStream(
                                    context,
                                    LocationStrategies.PreferConsistent(),
                                    ConsumerStrategies.<byte[], byte[]>Subscribe(
                                            List.of(args[1]),
                                            Map.of(
                                                    "bootstrap.servers",
                                                    args[0],
                                                    "key.deserializer",
                                                    ByteArrayDeserializer.class,
                                                    "value.deserializer",
                                                    ByteArrayDeserializer.class,
                                                    "group.id",
                                                    "copy-to-" + args[2],
                                                    "auto.offset.reset",
                                                    "earliest")))
                            .map(ConsumerRecord::value));
            context.addStreamingListener(new StreamingListener() {
                @Override
                public void onBatchCompleted(StreamingListenerBatchCompleted batch) {
                    long count = batch.batchInfo().numRecords();
                    System.out.println("BATCH " + System.currentTimeMillis() + " " + count);
                    if (copied.addAndGet(count) >= records) {
                        over.countDown();
                    }
                }
            });
            context.start();
            over.await();
        }
    }
}
