package dev.millrace.streaming;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import java.util.Iterator;
import java.util.List;

/** The functions behind counts and reductions: each one object, so that every batch finds the plan of the first. */
final class Reductions {
    static final Function2<Long, Long, Long> SUM = Long::sum;
    static final Function2<Long, Long, Long> DIFFERENCE = (total, left) -> total - left;

    private static final Function<Tuple2<Object, Long>, Boolean> OCCURS = counted -> counted._2() != 0;
    private static final PairFunction<Object, Object, Long> ONE = record -> new Tuple2<>(record, 1L);
    private static final PairFunction<Object, Boolean, Object> UNDER_ONE_KEY = record -> new Tuple2<>(true, record);
    private static final FlatMapFunction<Iterator<Object>, Long> SIZE = records -> {
        long size = 0;
        while (records.hasNext()) {
            records.next();
            size++;
        }
        return List.of(size).iterator();
    };
    private static final FlatMapFunction<Iterator<Long>, Long> TOTAL = sizes -> {
        long total = 0;
        while (sizes.hasNext()) {
            total += sizes.next();
        }
        return List.of(total).iterator();
    };

    private Reductions() {}

    /** Each record with a count of one. */
    @SuppressWarnings("unchecked") // takes any record
    static <T> PairFunction<T, T, Long> one() {
        return (PairFunction<T, T, Long>) (PairFunction<?, ?, ?>) ONE;
    }

    @SuppressWarnings("unchecked") // takes any record
    static <T> PairFunction<T, Boolean, T> underOneKey() {
        return (PairFunction<T, Boolean, T>) (PairFunction<?, ?, ?>) UNDER_ONE_KEY;
    }

    @SuppressWarnings("unchecked") // takes any record
    static <T> Function<Tuple2<T, Long>, Boolean> occurs() {
        return (Function<Tuple2<T, Long>, Boolean>) (Function<?, ?>) OCCURS;
    }

    /** One record: how many there are. */
    @SuppressWarnings("unchecked") // takes any record
    static <T> RDD<Long> count(RDD<T> rdd) {
        FlatMapFunction<Iterator<T>, Long> size = (FlatMapFunction<Iterator<T>, Long>) (FlatMapFunction<?, ?>) SIZE;
        return rdd.mapPartitions(size)
                .mapToPair(Reductions.<Long>underOneKey())
                .reduceByKey(SUM, 1)
                .values()
                .mapPartitions(TOTAL); // a data set without partitions counts nothing
    }

    /** All records combined into one; none for none. */
    static <T> RDD<T> reduce(RDD<T> rdd, Function2<T, T, T> function) {
        PairRDD<Boolean, T> together = rdd.mapToPair(Reductions.<T>underOneKey());
        return together.reduceByKey(function, 1).values();
    }
}
