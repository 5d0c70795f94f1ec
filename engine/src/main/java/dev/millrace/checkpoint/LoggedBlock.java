package dev.millrace.checkpoint;

/**
 * A received block that is in the block log.
 *
 * @param uid name of the input that received it
 * @param records how many it holds
 * @param bytes their estimated size on the heap
 */
public record LoggedBlock(String uid, int records, long bytes, BlockPlace place) {}
