package dev.millrace.benchmarks.millrace;

import dev.millrace.benchmarks.engine.FixedRate;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.RangeInputDStream;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives each batch the lines that became due since the one before. */
final class FixedRateInput extends RangeInputDStream<String, LineRange> {
    private final FixedRate run;
    private final Map<Time, LineRange> ranges = new ConcurrentHashMap<>();
    private long next;

    FixedRateInput(StreamingContext context, FixedRate run) {
        super(context);
        this.run = run;
    }

    @Override
    protected LineRange nextRange(Time time) {
        LineRange range = new LineRange(next, run.due());
        next = range.to();
        ranges.put(time, range);
        return range;
    }

    @Override
    protected RDD<String> read(Time time, LineRange range) {
        return new LinesRDD(context().millraceContext(), run.settings(), range);
    }

    /** Takes the range of the batch of {@code time}; once. */
    LineRange take(Time time) {
        LineRange range = ranges.remove(time);
        if (range == null) {
            throw new IllegalStateException("no batch was made at " + time);
        }
        return range;
    }
}
