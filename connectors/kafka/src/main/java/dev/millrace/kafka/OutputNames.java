package dev.millrace.kafka;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Which sink of a driver has which name, and which batch it writes. Two that had one name would find each other's marks, and the
 * second would take the batch for written. Thread-safe.
 */
final class OutputNames {
    private static final WeakHashMap<MillraceContext, Map<String, OutputNames>> USED = new WeakHashMap<>();

    private final Object sink;
    private long batch = Long.MIN_VALUE;

    private OutputNames(Object sink) {
        this.sink = sink;
    }

    /**
     * Says that a sink begins to write a batch.
     *
     * @throws MillraceException when another one of that name, or this one, has written it
     */
    static void begin(MillraceContext context, String output, Object sink, long batch) {
        synchronized (USED) {
            OutputNames user = USED.computeIfAbsent(context, any -> new HashMap<>())
                    .computeIfAbsent(output, any -> new OutputNames(sink));
            if (user.sink != sink || user.batch >= batch) {
                throw new MillraceException(
                        ErrorCode.GRAPH,
                        "output " + output + ": written twice in batch " + batch
                                + " ms. An exactly-once KafkaSink writes one data set a batch, and its name is its own: make"
                                + " another one, with another name, for each further output");
            }
            user.batch = batch;
        }
    }

    /** The batch was not written, and may be once more. */
    static void failed(MillraceContext context, String output) {
        synchronized (USED) {
            OutputNames user = USED.getOrDefault(context, Map.of()).get(output);
            if (user != null) {
                user.batch = Long.MIN_VALUE;
            }
        }
    }
}
