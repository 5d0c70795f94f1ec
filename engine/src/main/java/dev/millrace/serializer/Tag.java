package dev.millrace.serializer;

/**
 * The byte that precedes every value and says how it is written. Lengths and sizes are unsigned varints, "value" is a tag
 * and what belongs to it again.
 *
 * <pre>
 * NULL TRUE FALSE                          nothing more
 * LATIN1        length, one byte a char    String whose chars are all below 256
 * UTF16         length, two bytes a char   any other String, lone surrogates included
 * INTEGER LONG                             zigzag varint
 * SHORT CHARACTER 2 bytes · BYTE 1 · FLOAT 4 · DOUBLE 8
 * BYTES LONGS INTS DOUBLES                 length, elements
 * STRINGS OBJECTS                          length, values
 * TUPLE2 TUPLE3 TUPLE4                     values
 * ARRAY_LIST LIST HASH_SET                 size, values (LIST: unmodifiable, as of List.of)
 * HASH_MAP LINKED_HASH_MAP                 size, (value, value)*
 * GRAPH                                    what Kryo writes, with references
 * JAVA          length, bytes              a Java serialization stream
 * </pre>
 */
final class Tag {
    static final byte NULL = 0;
    static final byte LATIN1 = 1;
    static final byte UTF16 = 2;
    static final byte INTEGER = 3;
    static final byte LONG = 4;
    static final byte DOUBLE = 5;
    static final byte FLOAT = 6;
    static final byte SHORT = 7;
    static final byte BYTE = 8;
    static final byte CHARACTER = 9;
    static final byte TRUE = 10;
    static final byte FALSE = 11;
    static final byte TUPLE2 = 12;
    static final byte TUPLE3 = 13;
    static final byte TUPLE4 = 14;
    static final byte BYTES = 15;
    static final byte LONGS = 16;
    static final byte INTS = 17;
    static final byte DOUBLES = 18;
    static final byte STRINGS = 19;
    static final byte OBJECTS = 20;
    static final byte ARRAY_LIST = 21;
    static final byte LIST = 22;
    static final byte HASH_SET = 23;
    static final byte HASH_MAP = 24;
    static final byte LINKED_HASH_MAP = 25;
    static final byte GRAPH = 26;
    static final byte JAVA = 27;

    private Tag() {}
}
