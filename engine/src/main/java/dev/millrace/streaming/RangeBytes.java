package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Ranges as bytes and back, with errors that name the input. */
final class RangeBytes {
    private RangeBytes() {}

    static <R> byte[] write(InputDStream<?> input, RangeCodec<R> codec, R range) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            codec.write(range, out);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT, input + ": a range cannot be written into the checkpoint: " + e, e);
        }
        return bytes.toByteArray();
    }

    static <R> R read(InputDStream<?> input, RangeCodec<R> codec, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            R range = codec.read(in);
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes of " + bytes.length + " were left");
            }
            return range;
        } catch (IOException | RuntimeException e) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    input + ": a range in the checkpoint cannot be read: " + e
                            + "; was it written by an input of another" + " kind with the same uid?",
                    e);
        }
    }
}
