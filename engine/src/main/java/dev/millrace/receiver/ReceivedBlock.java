package dev.millrace.receiver;

import dev.millrace.rdd.BlockId;
import java.io.Serializable;

/**
 * Records that a receiver took in together and that executors keep.
 *
 * @param records how many there are
 * @param bytes their estimated size on the heap
 */
public record ReceivedBlock(BlockId.OfStream id, int records, long bytes) implements Serializable {}
