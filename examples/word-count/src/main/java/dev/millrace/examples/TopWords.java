package dev.millrace.examples;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.Time;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A table of the most frequent words, on the driver.
 *
 * @param rows how many words it shows
 */
record TopWords(int rows) {
    private static final int BAR = 30;

    private static final Comparator<Tuple2<String, Long>> BY_COUNT =
            (Comparator<Tuple2<String, Long>> & Serializable) (a, b) -> {
                int byCount = Long.compare(a._2(), b._2());
                return byCount != 0 ? byCount : b._1().compareTo(a._1());
            };

    /** The table of a batch: rank, word, count, and the count as a bar. */
    String format(Time time, RDD<Tuple2<String, Long>> counts) {
        return format(time, counts.top(rows, BY_COUNT));
    }

    String format(Time time, List<Tuple2<String, Long>> top) {
        LocalTime clock = LocalTime.ofInstant(Instant.ofEpochMilli(time.milliseconds()), ZoneId.systemDefault());
        StringBuilder table =
                new StringBuilder().append("-- ").append(clock).append(top.isEmpty() ? " no words\n" : "\n");
        long largest = top.isEmpty() ? 0 : top.get(0)._2();
        for (int i = 0; i < top.size(); i++) {
            Tuple2<String, Long> entry = top.get(i);
            String bar = "#".repeat((int) Math.max(1, entry._2() * BAR / largest));
            table.append(String.format(Locale.ROOT, "%3d. %-16s %,9d  %s%n", i + 1, entry._1(), entry._2(), bar));
        }
        return table.toString();
    }
}
