package dev.millrace.checkpoint;

import java.util.Optional;

/**
 * What one input contributes to one batch, as it is written down. The array is not copied, and must not be changed.
 *
 * @param uid name of the input
 * @param records how many records it holds; 0 when the input could not tell
 * @param range in the input's own format; empty when it means nothing to another process
 */
public record LoggedRange(String uid, long records, Optional<byte[]> range) {}
