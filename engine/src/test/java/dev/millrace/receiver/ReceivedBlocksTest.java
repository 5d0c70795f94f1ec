package dev.millrace.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rdd.BlockId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedBlocksTest {
    private final ReceivedBlocks blocks = new ReceivedBlocks();

    private static ReceivedBlock block(long n) {
        return new ReceivedBlock(new BlockId.OfStream(0, n), 10, 100);
    }

    @Test
    void givesABatchAllThatWait() {
        blocks.add(block(1));
        blocks.add(block(2));
        assertTrue(blocks.isAnyWaiting());
        assertEquals(List.of(block(1), block(2)), blocks.allocate(1_000));
        assertFalse(blocks.isAnyWaiting());
    }

    @Test
    void givesABatchTheSameAnswerAgain() {
        blocks.add(block(1));
        blocks.allocate(1_000);
        blocks.add(block(2));
        assertEquals(List.of(block(1)), blocks.allocate(1_000));
        assertEquals(List.of(block(2)), blocks.allocate(2_000));
    }

    @Test
    void forgetsTheBatchesBeforeATime() {
        blocks.add(block(1));
        blocks.allocate(1_000);
        blocks.add(block(2));
        blocks.allocate(2_000);
        assertEquals(List.of(block(1)), blocks.forgetBefore(2_000));
        assertEquals(List.of(), blocks.forgetBefore(2_000));
        assertEquals(List.of(block(2)), blocks.forgetBefore(2_001));
    }

    @Test
    void saysOnceWhatABatchThatEndedWasGiven() {
        blocks.add(block(1));
        blocks.allocate(1_000);
        blocks.add(block(2));
        blocks.allocate(2_000);
        blocks.forgetBefore(3_000);
        assertEquals(List.of(block(1)), blocks.end(1_000), "also when it is forgotten");
        assertEquals(List.of(block(2)), blocks.end(2_000));
        assertEquals(List.of(), blocks.end(2_000));
    }
}
