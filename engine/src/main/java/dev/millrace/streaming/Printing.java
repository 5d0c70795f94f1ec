package dev.millrace.streaming;

import dev.millrace.function.VoidFunction2;
import dev.millrace.rdd.RDD;
import java.io.PrintStream;
import java.util.List;

/** Prints the first records of a data set under a header with its time. */
record Printing<T>(int number) implements VoidFunction2<RDD<T>, Time> {
    private static final String RULE = "-------------------------------------------\n";

    @Override
    public void call(RDD<T> rdd, Time time) {
        List<T> first = rdd.take(number + 1);
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
