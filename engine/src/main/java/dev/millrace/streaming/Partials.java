package dev.millrace.streaming;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import java.util.ArrayList;
import java.util.List;

/** A stream of values reduced by key, all partitioned alike, and with a data set, maybe an empty one, at each time. */
record Partials<K, V>(DStream<Tuple2<K, V>> stream) {
    Duration step() {
        return stream.slideDuration();
    }

    /** Whether what is lost of them can be read from the checkpoint. */
    boolean areWrittenDown() {
        return stream instanceof PartialsDStream<K, V> partials && partials.isWrittenDown();
    }

    List<PairRDD<K, V>> at(List<Time> times) {
        List<PairRDD<K, V>> parts = new ArrayList<>(times.size());
        for (Time time : times) {
            stream.getOrCompute(time).ifPresent(rdd -> parts.add(PairRDD.of(rdd)));
        }
        return parts;
    }
}
