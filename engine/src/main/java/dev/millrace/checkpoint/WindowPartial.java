package dev.millrace.checkpoint;

import java.util.List;

/**
 * Where the partial result of a window is: what the records between two times came to, reduced by key.
 *
 * @param batch the later of the two times, in milliseconds since 1970
 * @param partitions how many partitions it had by the hash of the keys, of which {@link StatePart#keyGroup} numbers those that
 *     the pieces are of; 0 when any key may be in any piece
 * @param pieces none when there were no records
 */
public record WindowPartial(long batch, int partitions, List<StatePart> pieces) {
    public WindowPartial {
        pieces = List.copyOf(pieces);
    }
}
