package dev.millrace.state.rocksdb;

import dev.millrace.function.Tuple2;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.PairDStream;
import dev.millrace.testing.StreamTestDriver;
import dev.millrace.testing.TestInput;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDB;

/** A program whose jar brings the state store. */
public final class BroughtByProgram {
    private BroughtByProgram() {}

    /** Runs two batches; returns the sums of the second one and where RocksDB's classes come from. */
    public static String run() {
        try (StreamTestDriver driver = new StreamTestDriver(Durations.seconds(1))) {
            TestInput<Tuple2<String, Integer>> input = driver.input();
            List<List<Tuple2<String, Integer>>> sums = driver.collect(PairDStream.of(input)
                    .updateStateByKey((List<Integer> values, Optional<Integer> state) -> Optional.of(
                            state.orElse(0) + values.stream().mapToInt(n -> n).sum())));
            input.add(new Tuple2<>("a", 1));
            driver.advance();
            input.add(new Tuple2<>("a", 2));
            driver.advance();
            return sums.get(1) + " " + RocksDB.class.getClassLoader().getName();
        }
    }
}
