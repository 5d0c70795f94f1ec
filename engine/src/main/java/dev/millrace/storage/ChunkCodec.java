package dev.millrace.storage;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.execution.Chunk;
import dev.millrace.execution.FlatTable;
import dev.millrace.execution.PairChunk;
import dev.millrace.execution.RecordChunk;
import dev.millrace.execution.StateChunk;
import dev.millrace.serializer.ObjectCodec;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks as bytes and reads them back. Not thread-safe.
 *
 * <pre>
 *   records:  0 | records as one Object[]
 *   pairs:    1 | count (varint) | hash (4 bytes) of each | keys as one Object[] | values as one Object[]
 *   state:    2 | mark (8 bytes) | what was given out as one Object[] | changed keys as pairs | all keys as pairs
 * </pre>
 */
public final class ChunkCodec {
    private static final byte RECORDS = 0;
    private static final byte PAIRS = 1;
    private static final byte STATE = 2;

    private final ObjectCodec codec;

    public ChunkCodec(ObjectCodec codec) {
        this.codec = codec;
    }

    public byte[] toBytes(Chunk chunk) {
        Output out = new Output(4096, -1);
        write(out, chunk);
        return out.toBytes();
    }

    public Chunk fromBytes(byte[] bytes) {
        return read(new Input(bytes));
    }

    public void write(Output out, Chunk chunk) {
        if (chunk instanceof RecordChunk records) {
            out.writeByte(RECORDS);
            codec.write(out, exact(records.records(), records.count()));
        } else if (chunk instanceof PairChunk pairs) {
            pairs(out, pairs.hashes(), pairs.keys(), pairs.values(), pairs.count());
        } else if (chunk instanceof StateChunk state) {
            out.writeByte(STATE);
            codec.write(out, state.emitted());
            table(out, withoutValues(state.touched()));
            table(out, state.copy());
        } else {
            table(out, (FlatTable) chunk);
        }
    }

    private void table(Output out, FlatTable table) {
        int count = table.count();
        int[] hashes = new int[count];
        @Nullable Object[] keys = new @Nullable Object[count];
        @Nullable Object[] values = new @Nullable Object[count];
        int next = 0;
        for (int slot = 0; slot < table.capacity(); slot++) {
            if (table.isUsed(slot)) {
                hashes[next] = table.hash(slot);
                keys[next] = table.key(slot);
                values[next++] = table.value(slot);
            }
        }
        pairs(out, hashes, keys, values, count);
    }

    private void pairs(Output out, int[] hashes, @Nullable Object[] keys, @Nullable Object[] values, int count) {
        out.writeByte(PAIRS);
        out.writeVarInt(count, true);
        for (int i = 0; i < count; i++) {
            out.writeInt(hashes[i]);
        }
        codec.write(out, exact(keys, count));
        codec.write(out, exact(values, count));
    }

    private static @Nullable Object[] exact(@Nullable Object[] array, int count) {
        return array.length == count ? array : Arrays.copyOf(array, count);
    }

    /** The chunk that starts at the position of {@code in}. */
    public Chunk read(Input in) {
        byte kind = in.readByte();
        if (kind == RECORDS) {
            @Nullable Object[] records = array(in);
            return new RecordChunk(records, records.length);
        }
        if (kind == STATE) {
            @Nullable Object[] emitted = array(in);
            FlatTable touched = filled(read(in));
            return new StateChunk(filled(read(in)), touched, emitted);
        }
        int count = in.readVarInt(true);
        int[] hashes = new int[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = in.readInt();
        }
        return new PairChunk(hashes, array(in), array(in), count);
    }

    private static FlatTable filled(Chunk chunk) {
        PairChunk pairs = (PairChunk) chunk;
        FlatTable table = new FlatTable(pairs.count());
        for (int i = 0; i < pairs.count(); i++) {
            table.put(pairs.hashes()[i], pairs.keys()[i], pairs.values()[i]);
        }
        return table;
    }

    /** The keys alone: the values before are only for who has the version before. */
    private static FlatTable withoutValues(FlatTable touched) {
        FlatTable keys = new FlatTable(touched.count());
        for (int slot = 0; slot < touched.capacity(); slot++) {
            if (touched.isUsed(slot)) {
                keys.put(touched.hash(slot), touched.key(slot), null);
            }
        }
        return keys;
    }

    private @Nullable Object[] array(Input in) {
        return (@Nullable Object[]) Objects.requireNonNull(codec.read(in));
    }
}
