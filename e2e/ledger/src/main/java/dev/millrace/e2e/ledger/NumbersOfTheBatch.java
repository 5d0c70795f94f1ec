package dev.millrace.e2e.ledger;

import dev.millrace.rdd.RDD;
import dev.millrace.streaming.InputDStream;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.util.Optional;

/** The records that {@link Tally} expects: they follow from the batch's time alone. */
final class NumbersOfTheBatch extends InputDStream<Long> {

    private final int records;
    private final int partitions;

    NumbersOfTheBatch(StreamingContext context, int records, int partitions) {
        super(context);
        this.records = records;
        this.partitions = partitions;
    }

    @Override
    public Optional<RDD<Long>> compute(Time batch) {
        long first = Tally.firstOf(batch.milliseconds());
        return Optional.of(context().millraceContext().generate(first, first + records, partitions, number -> number));
    }
}
