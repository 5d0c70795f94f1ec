package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RangeLimitTest {
    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);
    private static final Map<TopicPartition, Long> POSITIONS = Map.of(A, 10L, B, 20L);

    /** The same limits for all but what is named. */
    private static PerPartitionConfig limits(long most, long least) {
        return new PerPartitionConfig() {
            @Override
            public long maxRatePerPartition(TopicPartition partition) {
                return most;
            }

            @Override
            public long minRatePerPartition(TopicPartition partition) {
                return least;
            }
        };
    }

    @Test
    void withoutALimitABatchHasEverything() {
        assertEquals(
                Map.of(A, 1010L, B, 20L),
                new RangeLimit(limits(0, 1), 1000).until(POSITIONS, Map.of(A, 1010L, B, 20L), OptionalLong.empty()));
    }

    @Test
    void aPartitionsRateCountsForTheTimeOfABatch() {
        assertEquals(
                Map.of(A, 60L, B, 25L),
                new RangeLimit(limits(100, 1), 500).until(POSITIONS, Map.of(A, 1010L, B, 25L), OptionalLong.empty()));
    }

    @Test
    void theStreamsRateIsSharedOutByWhatWaits() {
        assertEquals(
                Map.of(A, 85L, B, 45L),
                new RangeLimit(limits(0, 1), 1000).until(POSITIONS, Map.of(A, 310L, B, 120L), OptionalLong.of(100)));
    }

    @Test
    void bothRatesHold() {
        assertEquals(
                Map.of(A, 40L, B, 45L),
                new RangeLimit(limits(30, 1), 1000).until(POSITIONS, Map.of(A, 310L, B, 120L), OptionalLong.of(100)));
    }

    @Test
    void aBatchHasTheLeastOfEachPartitionThatHasSoMuch() {
        assertEquals(
                Map.of(A, 15L, B, 22L),
                new RangeLimit(limits(0, 5), 10).until(POSITIONS, Map.of(A, 310L, B, 22L), OptionalLong.of(1)));
    }

    @Test
    void aPartitionOfWhichNothingIsKnownStaysWhereItIs() {
        assertEquals(
                Map.of(A, 10L, B, 30L),
                new RangeLimit(limits(0, 1), 1000).until(POSITIONS, Map.of(B, 30L), OptionalLong.empty()));
    }
}
