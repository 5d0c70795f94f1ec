package dev.millrace.oracle;

import dev.millrace.clock.ManualClock;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.StreamingContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Runs the program of a case on the engine, with a clock that a test moves, and compares what comes out. */
final class StreamProgram {
    static final Duration INTERVAL = new Duration(100);
    private static final long START = 1_234_567;
    private static final long ZERO = START / 100 * 100;

    private StreamProgram() {}

    /** What differs; null when nothing does. */
    static @Nullable String difference(StreamCase testCase, StreamOperations operations) throws Exception {
        List<String> wanted = texts(testCase.expected());
        List<String> found = texts(run(testCase, operations));
        if (wanted.equals(found)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        wanted.stream()
                .filter(line -> !found.contains(line))
                .forEach(line -> text.append("expected ").append(line).append('\n'));
        found.stream()
                .filter(line -> !wanted.contains(line))
                .forEach(line -> text.append("   found ").append(line).append('\n'));
        return text.isEmpty() ? "expected the order " + wanted + "\n   found " + found : text.toString();
    }

    /** In the order of the batches; outputs of a batch in any. */
    private static List<String> texts(List<Emitted> all) {
        List<String> texts = new ArrayList<>();
        List<String> ofBatch = new ArrayList<>();
        int batch = 0;
        for (Emitted emitted : all) {
            if (emitted.batch() != batch) {
                Collections.sort(ofBatch);
                texts.addAll(ofBatch);
                ofBatch.clear();
                batch = emitted.batch();
            }
            ofBatch.add(emitted.text());
        }
        Collections.sort(ofBatch);
        texts.addAll(ofBatch);
        return texts;
    }

    private static List<Emitted> run(StreamCase testCase, StreamOperations operations) throws Exception {
        ManualClock clock = new ManualClock(START);
        List<Emitted> found = Collections.synchronizedList(new ArrayList<>());
        try (MillraceContext context = new MillraceContext(testCase.setup()
                        .conf()
                        .set("millrace.streaming.concurrentJobs", String.valueOf(testCase.concurrentJobs()))
                        .set("millrace.streaming.maxBatches", String.valueOf(testCase.batches())));
                StreamingContext streams = new StreamingContext(context, INTERVAL, clock)) {
            List<DStream<Object>> built = new ArrayList<>();
            for (Node node : testCase.graph().nodes()) {
                DStream<Object> stream = node.operation() instanceof Operation.Source source
                        ? streams.queueStream(queue(context, testCase.data().get(source.number())))
                        : operations.apply(
                                node.operation(),
                                node.inputs().stream().map(built::get).toList());
                if (node.level().isValid()) {
                    stream.persist(node.level());
                }
                built.add(stream);
            }
            for (int output : testCase.outputs()) {
                built.get(output).foreachRDD((rdd, time) -> {
                    int batch = Math.toIntExact((time.milliseconds() - ZERO) / INTERVAL.milliseconds());
                    found.add(new Emitted(batch, output, rdd.collect()));
                });
            }
            streams.start();
            clock.advance(INTERVAL.milliseconds() * testCase.batches());
            streams.awaitTermination();
        }
        return found;
    }

    private static Queue<RDD<Object>> queue(MillraceContext context, List<Slice> batches) {
        Queue<RDD<Object>> queue = new ArrayDeque<>();
        for (Slice slice : batches) {
            queue.add(
                    slice.partitions() == 0
                            ? context.emptyRDD()
                            : context.parallelize(slice.elements(), slice.partitions()));
        }
        return queue;
    }
}
