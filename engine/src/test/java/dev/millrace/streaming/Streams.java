package dev.millrace.streaming;

import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs an operation over batches of records, one batch a second, and returns what it yields. */
final class Streams {
    static final Duration BATCH = Durations.seconds(1);

    private Streams() {}

    static <T, R> List<List<R>> run(List<List<T>> input, Function<DStream<T>, DStream<R>> operation) {
        return run(input, List.of(), (records, unused) -> operation.apply(records));
    }

    /** The first input decides how many batches there are. */
    static <T, U, R> List<List<R>> run(
            List<List<T>> input, List<List<U>> other, BiFunction<DStream<T>, DStream<U>, DStream<R>> operation) {
        try (StreamTestDriver driver = new StreamTestDriver(BATCH)) {
            TestInput<T> first = driver.input();
            TestInput<U> second = driver.input();
            List<List<R>> output = driver.collect(operation.apply(first, second));
            for (int i = 0; i < input.size(); i++) {
                first.addAll(input.get(i));
                if (i < other.size()) {
                    second.addAll(other.get(i));
                }
                driver.advance();
            }
            return new ArrayList<>(output);
        }
    }

    static Duration seconds(long seconds) {
        return Durations.seconds(seconds);
    }
}
