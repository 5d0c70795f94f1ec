package dev.millrace.benchmarks.millrace;

import dev.millrace.benchmarks.engine.BackToBack;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.RangeInputDStream;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;

/** Gives the next batch of the run whenever the engine asks for one. */
final class BackToBackInput extends RangeInputDStream<String, LineRange> {
    private final transient BackToBack run;
    private int batch;

    BackToBackInput(StreamingContext context, BackToBack run) {
        super(context);
        this.run = run;
    }

    @Override
    protected LineRange nextRange(Time time) {
        long from = (long) batch * run.settings().linesPerBatch();
        return run.open(batch++)
                ? new LineRange(from, from + run.settings().linesPerBatch())
                : new LineRange(from, from);
    }

    @Override
    protected RDD<String> read(Time time, LineRange range) {
        return new LinesRDD(context().millraceContext(), run.settings(), range);
    }
}
