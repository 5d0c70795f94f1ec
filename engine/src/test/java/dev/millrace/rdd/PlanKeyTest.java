package dev.millrace.rdd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.conf.MillraceConf;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the code of a program's own data set is written, one data set a job. */
class PlanKeyTest {
    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private static MillraceContext context;

    @BeforeAll
    static void start() {
        context = new MillraceContext(new MillraceConf().setMaster("local[2]").setAppName("test"));
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    @BeforeEach
    void forget() {
        WRITTEN.set(0);
    }

    /** Numbers times a factor that is part of the code, from a range that is part of the partition. */
    private static final class Range extends RDD<Long> {
        private final transient long from;
        private final transient boolean keyed;
        private final long factor;

        private record Part(int index, long from) implements Partition {}

        Range(long from, long factor, boolean keyed) {
            super(context);
            this.from = from;
            this.factor = factor;
            this.keyed = keyed;
        }

        @Override
        protected Partition[] getPartitions() {
            return new Partition[] {new Part(0, from), new Part(1, from + 10)};
        }

        @Override
        public Iterator<Long> compute(Partition partition, TaskContext task) {
            long start = ((Part) partition).from();
            return LongStream.range(start, start + 10).map(n -> n * factor).iterator();
        }

        @Override
        protected @Nullable Object planKey() {
            return keyed ? List.of(factor) : null;
        }

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            WRITTEN.incrementAndGet();
            out.defaultWriteObject();
        }
    }

    private static long sum(Range range) {
        return range.reduce(Long::sum);
    }

    private static long expected(long from, long factor) {
        return LongStream.range(from, from + 20).sum() * factor;
    }

    @Test
    void dataSetsWithEqualKeysAreWrittenOnceAndReadTheirOwnPartitions() {
        var add = (dev.millrace.function.Function2<Long, Long, Long>) Long::sum;
        for (long from = 0; from < 1_000; from += 200) {
            assertEquals(expected(from, 3), new Range(from, 3, true).reduce(add));
        }
        assertEquals(1, WRITTEN.get());
    }

    @Test
    void anotherKeyIsAnotherPlan() {
        var add = (dev.millrace.function.Function2<Long, Long, Long>) Long::sum;
        assertEquals(expected(0, 5), new Range(0, 5, true).reduce(add));
        assertEquals(expected(0, 7), new Range(0, 7, true).reduce(add));
        assertEquals(expected(50, 5), new Range(50, 5, true).reduce(add));
        assertEquals(2, WRITTEN.get());
    }

    @Test
    void withoutAKeyEachIsWritten() {
        for (int job = 0; job < 3; job++) {
            assertEquals(expected(job, 1), sum(new Range(job, 1, false)));
        }
        assertEquals(3, WRITTEN.get());
    }
}
