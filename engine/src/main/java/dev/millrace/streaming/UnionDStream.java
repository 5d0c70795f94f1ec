package dev.millrace.streaming;

import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of several streams. */
final class UnionDStream<T> extends DStream<T> {
    private final List<DStream<?>> nodes;
    private final List<DStream<T>> parents;

    UnionDStream(StreamingContext context, List<? extends DStream<T>> parents) {
        super(context);
        this.nodes = Parents.nodes("union", context, parents);
        this.parents = List.copyOf(parents);
    }

    @Override
    public Duration slideDuration() {
        return parents.get(0).slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return nodes;
    }

    @Override
    public Optional<RDD<T>> compute(Time validTime) {
        List<RDD<T>> rdds = new ArrayList<>(parents.size());
        for (DStream<T> parent : parents) {
            parent.getOrCompute(validTime).ifPresent(rdds::add);
        }
        return rdds.isEmpty()
                ? Optional.empty()
                : Optional.of(context().millraceContext().union(rdds));
    }
}
