package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.serializer.ObjectCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StateCodecTest {
    /** A state with another one in it. */
    record Total(long sum, Inner inner, Color color) {}

    /** Final, so that its name is not written. */
    record Inner(int times) {}

    /** An enum of the program. */
    enum Color {
        RED,
        GREEN
    }

    private final StateCodec codec = new StateCodec(StateCodecTest.class.getClassLoader());

    private FlatTable read(byte[] pieces) {
        FlatTable table = new FlatTable(0);
        codec.read(pieces, table);
        return table;
    }

    private static Object get(FlatTable table, Object key) {
        int slot = table.find(KeyHash.of(key), key);
        return slot < 0 ? null : table.value(slot);
    }

    @Test
    void piecesApplyInTheirOrder() {
        byte[] first = codec.write(new Object[] {"a", "b", null}, new Object[] {1, List.of(2L), "null"}, new Object[0]);
        byte[] second = codec.write(new Object[] {"a"}, new Object[] {5}, new Object[] {"b", "never there"});
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        FlatTable table = read(both);
        assertEquals(2, table.count());
        assertEquals(5, get(table, "a"));
        assertEquals("null", get(table, null));
        assertEquals(0, read(new byte[0]).count());
    }

    @Test
    void classesOfTheProgramComeBack() {
        Total total = new Total(7, new Inner(3), Color.GREEN);
        byte[] bytes = codec.write(new Object[] {1L, 2L}, new Object[] {total, total}, new Object[0]);
        assertEquals(total, get(read(bytes), 2L));
    }

    @Test
    void aClassThatHasChangedIsRefusedWithBothShapes() {
        byte[] bytes =
                codec.write(new Object[] {1L}, new Object[] {new Total(7, new Inner(3), Color.RED)}, new Object[0]);
        for (String name : List.of("sum long", "times int")) {
            MillraceException e =
                    assertThrows(MillraceException.class, () -> read(replace(bytes, name, 'X' + name.substring(1))));
            assertEquals(ErrorCode.CHECKPOINT, e.code());
            assertTrue(e.getMessage().contains("StateCodecTest$Total has changed"), e.getMessage());
            assertTrue(e.getMessage().contains('X' + name.substring(1)), e.getMessage());
            assertTrue(e.getMessage().contains(name), e.getMessage());
        }
    }

    private static byte[] replace(byte[] bytes, String text, String by) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(latin.contains(text), latin);
        return latin.replace(text, by).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatOnlyJavaSerializationCanWriteIsRefused() {
        Supplier<String> lambda = (Supplier<String> & java.io.Serializable) () -> "x";
        for (Object value : List.of(lambda, List.of(lambda), new Holder(lambda))) {
            MillraceException e = assertThrows(
                    MillraceException.class, () -> codec.write(new Object[] {1L}, new Object[] {value}, new Object[0]));
            assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
            assertTrue(e.getMessage().contains("a form of its own"), e.getMessage());
        }
    }

    @Test
    void whatJavaSerializationHasWrittenIsNotRead() {
        ClassLoader loader = StateCodecTest.class.getClassLoader();
        Supplier<String> lambda = (Supplier<String> & java.io.Serializable) () -> "x";
        byte[] bytes = new ObjectCodec(loader).toBytes(lambda);
        MillraceException e = assertThrows(
                MillraceException.class, () -> ObjectCodec.durable(loader).fromBytes(bytes));
        assertTrue(
                String.valueOf(e.getCause()).contains("Java serialization where only"), String.valueOf(e.getCause()));
    }

    /** Holds something. */
    record Holder(Object content) {}

    @Test
    void aNewerFormatIsRefused() {
        byte[] bytes = codec.write(new Object[] {1L}, new Object[] {1L}, new Object[0]);
        bytes[4] = 9;
        MillraceException e = assertThrows(MillraceException.class, () -> read(bytes));
        assertTrue(e.getMessage().contains("has format 9"), e.getMessage());
    }

    @Test
    void aGroupDependsOnTheHashAlone() {
        assertEquals(128, StateCodec.GROUPS);
        assertArrayEquals(new int[] {0, 5, 127, 0}, new int[] {
            StateCodec.group(0), StateCodec.group(128 + 5), StateCodec.group(-1), StateCodec.group(1 << 20)
        });
    }
}
