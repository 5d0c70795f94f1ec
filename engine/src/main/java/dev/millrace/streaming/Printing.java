package dev.millrace.streaming;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.VoidFunction2;
import dev.millrace.rdd.RDD;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Prints the first records of a data set under a header with its time. One job reads all partitions, each no further than
 * needed: that is faster than to look whether the first one is enough, and what windows keep is then kept as a whole.
 */
final class Printing<T> implements VoidFunction2<RDD<T>, Time> {
    private static final String RULE = "-------------------------------------------\n";

    private final int number;
    private final FlatMapFunction<Iterator<T>, T> firstOfPartition;

    Printing(int number) {
        this.number = number;
        this.firstOfPartition = records -> {
            List<T> first = new ArrayList<>();
            while (first.size() <= number && records.hasNext()) {
                first.add(records.next());
            }
            return first.iterator();
        };
    }

    @Override
    public void call(RDD<T> rdd, Time time) {
        List<T> first = rdd.mapPartitions(firstOfPartition).collect();
        StringBuilder text = new StringBuilder(RULE)
                .append("Time: ")
                .append(time)
                .append('\n')
                .append(RULE);
        first.stream().limit(number).forEach(record -> text.append(record).append('\n'));
        if (first.size() > number) {
            text.append("...\n");
        }
        PrintStream out = System.out;
        out.println(text);
        out.flush();
    }
}
