package dev.millrace.rdd;

import dev.millrace.execution.FlatTable;
import dev.millrace.execution.StateCodec;
import dev.millrace.function.Tuple2;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The keys and values of key groups that were written down, with one group in memory at a time. For one thread. */
final class RestoredPairs implements Iterator<Tuple2<Object, Object>> {
    private final StateCodec codec = new StateCodec(Thread.currentThread().getContextClassLoader());
    private final Iterator<List<byte[]>> groups;
    private FlatTable table = new FlatTable(0);
    private int slot = -1;

    /** @param groups for each group its pieces, in the order in which they apply */
    RestoredPairs(Iterator<List<byte[]>> groups) {
        this.groups = groups;
        advance();
    }

    private void advance() {
        do {
            slot++;
            while (slot == table.capacity() && groups.hasNext()) {
                table = new FlatTable(0);
                for (byte[] piece : groups.next()) {
                    codec.read(piece, table);
                }
                slot = 0;
            }
        } while (slot < table.capacity() && !table.isUsed(slot));
    }

    @Override
    public boolean hasNext() {
        return slot < table.capacity();
    }

    @Override
    @SuppressWarnings("NullAway") // keys and values may be null
    public Tuple2<Object, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Tuple2<Object, Object> pair = new Tuple2<>(table.key(slot), table.value(slot));
        advance();
        return pair;
    }
}
