package dev.millrace.serializer;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * Strings, the hot type of a shuffle: one byte a char where all fit, two bytes a char otherwise. Both read back the very
 * chars, lone surrogates included, which UTF-8 could not.
 */
final class Strings {
    private Strings() {}

    static void write(Output out, String text) {
        int length = text.length();
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= text.charAt(i);
        }
        if (all < 0x100) {
            out.writeByte(Tag.LATIN1);
            out.writeVarInt(length, true);
            out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1), 0, length);
        } else {
            out.writeByte(Tag.UTF16);
            out.writeVarInt(length, true);
            out.writeChars(text.toCharArray(), 0, length);
        }
    }

    static String readLatin1(Input in) {
        int length = in.readVarInt(true);
        if (in.getClass() == Input.class && in.limit() - in.position() >= length) {
            String text = new String(in.getBuffer(), in.position(), length, StandardCharsets.ISO_8859_1);
            in.setPosition(in.position() + length);
            return text;
        }
        return new String(in.readBytes(length), StandardCharsets.ISO_8859_1);
    }

    static String readUtf16(Input in) {
        return new String(in.readChars(in.readVarInt(true)));
    }
}
