package dev.millrace.batch;

import java.io.Serializable;

/**
 * What one input contributes to one batch: small, and enough to read the same records again.
 *
 * @param streamId number of the input in this run
 * @param uid name of the input that is the same in every run of the program
 * @param range offsets, file names, block ids, …; only the input knows what it means
 * @param records how many records it holds; 0 when the input cannot tell before it has read them
 */
public record InputRange(int streamId, String uid, Serializable range, long records) {}
