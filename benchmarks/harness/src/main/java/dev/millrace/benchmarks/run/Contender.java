package dev.millrace.benchmarks.run;

import java.util.List;
import java.util.Set;

/**
 * One engine, or one way to use it, as a row of a table.
 *
 * @param id what a user names it by
 * @param title what the tables call it
 * @param module folder of {@code benchmarks/} that holds its programs and its class path
 * @param variant told to the programs; empty for the usual way
 */
public record Contender(String id, String title, String module, String variant) {
    static final Contender LOOP = new Contender("loop", "loop: split, HashMap", "loop", "");
    static final Contender LOOP_TABLE = new Contender("loop-table", "loop: hash while scanning", "loop", "table");
    static final Contender MILLRACE = new Contender("millrace", "Millrace", "millrace", "");
    static final Contender PROCESSES =
            new Contender("millrace-processes", "Millrace, driver and two executors", "millrace-processes", "");
    static final Contender SPARK = new Contender("spark", "Spark Streaming", "spark", "");
    static final Contender FLINK = new Contender("flink", "Flink", "flink", "");
    static final Contender FLINK_SLIDING = new Contender("flink-sliding", "Flink, sliding windows", "flink", "sliding");
    static final Contender JET = new Contender("jet", "Hazelcast Jet", "jet", "");

    /** Those that no target is set against. */
    static final Set<Contender> OCCASIONAL = Set.of(FLINK, FLINK_SLIDING, JET);

    /** All there are, in the order of the tables. */
    public static List<Contender> all() {
        return List.of(MILLRACE, PROCESSES, LOOP, LOOP_TABLE, SPARK, FLINK, FLINK_SLIDING, JET);
    }
}
