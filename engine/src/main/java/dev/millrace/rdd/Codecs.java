package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Makes the codecs that a program names by their classes. */
final class Codecs {
    private static final CompressionCodec NONE = new CompressionCodec() {
        @Override
        public String extension() {
            return "";
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return out;
        }
    };

    private Codecs() {}

    /**
     * @param codec null for no compression
     * @throws MillraceException ARGUMENT when it cannot be made
     */
    static CompressionCodec of(@Nullable Class<? extends CompressionCodec> codec) {
        if (codec == null) {
            return NONE;
        }
        try {
            return codec.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "codec " + codec.getName() + ": expected a public class with a constructor without arguments: " + e,
                    e);
        }
    }
}
