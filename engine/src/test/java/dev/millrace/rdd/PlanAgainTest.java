package dev.millrace.rdd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.millrace.conf.MillraceConf;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of partitions when a job is planned again. */
class PlanAgainTest {
    private final MillraceContext context =
            new MillraceContext(new MillraceConf(false).setMaster("local[1]").setAppName("again"));

    @AfterEach
    void stop() {
        context.stop();
    }

    private record Offset(int index, int from) implements Partition {
        private static final long serialVersionUID = 1L;
    }

    /** A source that finds more data whenever it is asked. */
    private static final class Growing extends RDD<Integer> {
        private static final long serialVersionUID = 1L;

        private transient int asked;

        Growing(MillraceContext context) {
            super(context);
        }

        @Override
        protected Partition[] getPartitions() {
            asked++;
            return new Partition[] {new Offset(0, asked)};
        }

        @Override
        public Iterator<Integer> compute(Partition partition, TaskContext task) {
            return List.of(((Offset) partition).from()).iterator();
        }
    }

    @Test
    void aSourceKeepsItsPartitions() {
        RDD<Integer> source = new Growing(context);
        assertEquals(List.of(1), source.collect());
        source.planAgain();
        assertEquals(List.of(1), source.collect());
    }

    @Test
    void whatIsComputedOfItHasThoseOfTheSource() {
        RDD<Integer> source = new Growing(context);
        RDD<Integer> coalesced = source.coalesce(1);
        Partition before = ((GroupPartition) coalesced.partitions()[0]).parts()[0];
        source.planAgain();
        coalesced.planAgain();
        assertSame(before, ((GroupPartition) coalesced.partitions()[0]).parts()[0]);
    }
}
