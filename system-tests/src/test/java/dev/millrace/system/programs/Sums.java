package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.MillraceContext;
import java.util.List;
import java.util.stream.IntStream;

/** A batch program: sums numbers on the executors, and says where. */
public final class Sums {
    private Sums() {}

    public static void main(String[] arguments) {
        try (MillraceContext context = new MillraceContext(new MillraceConf())) {
            List<Integer> numbers = IntStream.rangeClosed(1, 1_000).boxed().toList();
            System.out.println("sum " + context.parallelize(numbers, 8).reduce(Integer::sum));
            long processes = context.parallelize(numbers, 8)
                    .map(number -> ProcessHandle.current().pid())
                    .distinct()
                    .count();
            System.out.println("processes " + processes);
        }
    }
}
