package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/**
 * Keyed records in parallel arrays, of which the first {@code count} count.
 *
 * @param hashes {@link KeyHash} of each key
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record PairChunk(
        int[] hashes, @Nullable Object[] keys, @Nullable Object[] values, int count) implements Chunk {
    @Override
    public Flow open(Sink<?> sink) {
        return new Flow() {
            private int next;

            @Override
            public boolean advance() throws Exception {
                int to = Math.min(count, next + CHUNK);
                boolean any = to > next;
                for (int i = next; i < to; i++) {
                    sink.acceptPair(keys[i], values[i]);
                }
                next = to;
                return any;
            }
        };
    }
}
