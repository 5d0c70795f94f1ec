package dev.millrace.execution;

import org.jspecify.annotations.Nullable;

/** Records in an array, of which the first {@code count} count. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record RecordChunk(@Nullable Object[] records, int count) implements Chunk {
    public static final RecordChunk EMPTY = new RecordChunk(new @Nullable Object[0], 0);

    @Override
    public Flow open(Sink<?> sink) {
        return new Flow() {
            private int next;

            @Override
            public boolean advance() throws Exception {
                int to = Math.min(count, next + CHUNK);
                sink.acceptAll(records, next, to);
                boolean any = to > next;
                next = to;
                return any;
            }
        };
    }
}
