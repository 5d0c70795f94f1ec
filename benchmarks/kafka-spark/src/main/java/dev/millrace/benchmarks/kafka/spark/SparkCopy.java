package dev.millrace.benchmarks.kafka.spark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.CanCommitOffsets;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;

/**
 * Copies a topic at least once, as Spark's guide to Kafka does it: one producer for a JVM, and offsets that are committed to Kafka after
 * the output. Prints what {@code MillraceCopy} prints.
 */
@SuppressWarnings("deprecation") // all of Spark Streaming is deprecated
final class SparkCopy {
    private SparkCopy() {}

    /** The producer of this JVM. */
    private static final class Producer {
        private static final KafkaProducer<byte[], byte[]> ONE = new KafkaProducer<>(
                // Clients of 4 wait 5 ms for a fuller batch by default; those of 3, which Spark has, do not.
                Map.of("bootstrap.servers", System.getProperty("brokers"), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());

        private Producer() {}
    }

    /** Takes brokers, input, output, number of records, interval in milliseconds and records a second of a partition. */
    public static void main(String[] args) throws InterruptedException {
        System.setProperty("brokers", args[0]);
        String output = args[2];
        long records = Long.parseLong(args[3]);
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("copy-to-" + output)
                .set("spark.streaming.kafka.maxRatePerPartition", args[5])
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false");
        JavaStreamingContext context = new JavaStreamingContext(conf, Durations.milliseconds(Long.parseLong(args[4])));
        JavaInputDStream<ConsumerRecord<byte[], byte[]>> stream = KafkaUtils.createDirectStream(
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
                                "copy-to-" + output,
                                "enable.auto.commit",
                                false,
                                "auto.offset.reset",
                                "earliest")));
        stream.foreachRDD(rdd -> {
            OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
            rdd.foreachPartition(partition -> {
                AtomicReference<Exception> failure = new AtomicReference<>();
                partition.forEachRemaining(each -> {
                    var unused = Producer.ONE.send(new ProducerRecord<>(output, each.value()), (metadata, error) -> {
                        if (error != null) {
                            failure.set(error);
                        }
                    });
                });
                Producer.ONE.flush();
                if (failure.get() != null) {
                    throw failure.get();
                }
            });
            ((CanCommitOffsets) stream.inputDStream()).commitAsync(ranges);
        });
        CountDownLatch over = new CountDownLatch(1);
        AtomicLong copied = new AtomicLong();
        context.ssc().addStreamingListener(new StreamingListener() {
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
        context.stop(true, false);
    }
}
