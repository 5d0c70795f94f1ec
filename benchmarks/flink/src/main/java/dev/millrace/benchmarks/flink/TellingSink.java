package dev.millrace.benchmarks.flink;

import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Tells the run each result, with the time that the result has. */
record TellingSink<T>(Tell<T> tell) implements Sink<T> {
    interface Tell<T> extends Serializable {
        void accept(T result, long time);
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(T result, Context context) {
                Long time = context.timestamp();
                tell.accept(result, time == null ? Long.MIN_VALUE : time);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
