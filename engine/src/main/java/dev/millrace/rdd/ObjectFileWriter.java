package dev.millrace.rdd;

import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.serializer.ObjectCodec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Writes objects by the engine's own serializer, in the form that later versions of the program may read. Numbers are
 * big-endian.
 *
 * <pre>
 *   file    "MROB" | version i16 = 1 | frame* | end
 *   frame   length i32 &gt; 0 | records i32 | CRC-32C of content i32 | content: the records, each as ObjectCodec.durable writes it
 *   end     0 i32 | records of the file i64
 * </pre>
 */
final class ObjectFileWriter<T> implements RecordWriter<T> {
    static final int MAGIC = 0x4d524f42;
    static final short VERSION = 1;
    private static final int FRAME_BYTES = 64 << 10;

    private final DataOutputStream out;
    private final ObjectCodec codec;
    private final Output frame = new Output(FRAME_BYTES, -1);
    private final RecordDigest digest = new RecordDigest();
    private final CRC32C crc = new CRC32C();
    private int inFrame;

    ObjectFileWriter(OutputStream out, ClassLoader loader) throws IOException {
        this.out = new DataOutputStream(out);
        this.codec = ObjectCodec.durable(loader);
        this.out.writeInt(MAGIC);
        this.out.writeShort(VERSION);
    }

    @Override
    public void write(T record) throws IOException {
        int start = frame.position();
        codec.write(frame, record);
        digest.add(frame.getBuffer(), start, frame.position());
        inFrame++;
        if (frame.position() >= FRAME_BYTES) {
            endFrame();
        }
    }

    private void endFrame() throws IOException {
        crc.reset();
        crc.update(frame.getBuffer(), 0, frame.position());
        out.writeInt(frame.position());
        out.writeInt(inFrame);
        out.writeInt((int) crc.getValue());
        out.write(frame.getBuffer(), 0, frame.position());
        frame.reset();
        inFrame = 0;
    }

    @Override
    public RecordDigest digest() {
        return digest;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            if (inFrame > 0) {
                endFrame();
            }
            out.writeInt(0);
            out.writeLong(digest.records());
        }
    }
}
