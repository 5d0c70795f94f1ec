package dev.millrace.streaming;

import dev.millrace.batch.OutputJob;
import dev.millrace.function.VoidFunction2;
import dev.millrace.rdd.RDD;
import java.util.Optional;

/** What the program does with a stream, batch after batch. */
final class Output<T> {
    private final DStream<T> stream;
    private final String name;
    private final String description;
    private final VoidFunction2<RDD<T>, Time> action;
    private final int id;

    Output(DStream<T> stream, String name, VoidFunction2<RDD<T>, Time> action) {
        this.stream = stream;
        this.name = name;
        this.description = CallSite.of(name);
        this.action = action;
        stream.context().requireDefinable(description);
        this.id = stream.context().graph().add(this);
    }

    DStream<T> stream() {
        return stream;
    }

    /** The output's job at that batch, if the stream has something for it. */
    Optional<OutputJob> generate(Time time) {
        return stream.getOrCompute(time).map(rdd -> new OutputJob(id, name, description, () -> action.call(rdd, time)));
    }
}
