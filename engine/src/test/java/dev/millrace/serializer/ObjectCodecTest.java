package dev.millrace.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.ByteBufferInput;
import com.esotericsoftware.kryo.kryo5.io.ByteBufferOutput;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import dev.millrace.serializer.SampleClasses.Counter;
import dev.millrace.serializer.SampleClasses.Node;
import dev.millrace.serializer.SampleClasses.Outer;
import dev.millrace.serializer.SampleClasses.Shape;
import dev.millrace.serializer.SampleClasses.Unserializable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectCodecTest {
    private final ObjectCodec codec = new ObjectCodec(ObjectCodecTest.class.getClassLoader());

    @ParameterizedTest
    @MethodSource("dev.millrace.serializer.Samples#named")
    void readsBackEqualAlone(Object value) {
        assertEqualValues(value, copy(value));
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.serializer.Samples#named")
    void readsBackEqualInsideOfAUserObjectAndPlainContainers(Object value) {
        Counter<Object> holder = new Counter<>(value);
        assertEqualValues(value, copy(holder).held());
        assertEqualValues(value, copy(new SampleClasses.Box<>(value)).content());
        assertEqualValues(value, copy(new Tuple2<>(value, "x"))._1());
        assertEqualValues(value, copy(new ArrayList<>(Arrays.asList(1, value))).get(1));
        assertEqualValues(value, Objects.requireNonNull(copy(new Object[] {value, 1})[0]));
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.serializer.Samples#named")
    void isTheSameThroughStreamsWithSmallBuffersAndByteBuffers(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Output out = new Output(bytes, 16)) {
            codec.write(out, value);
        }
        assertEqualValues(value, codec.read(new Input(new ByteArrayInputStream(bytes.toByteArray()), 16)));

        ByteBufferOutput out = new ByteBufferOutput(16, -1);
        codec.write(out, value);
        assertEqualValues(value, codec.read(new ByteBufferInput(out.toBytes())));
    }

    @Test
    void writesNull() {
        assertNull(codec.fromBytes(codec.toBytes(null)));
    }

    @Test
    void writesValuesOneAfterTheOther() {
        Output out = new Output(16, -1);
        List<Object> values = Samples.named().map(named -> named.getPayload()).toList();
        values.forEach(value -> codec.write(out, value));
        Input in = new Input(out.toBytes());
        values.forEach(value -> assertEqualValues(value, codec.read(in)));
        assertTrue(in.end());
    }

    @Test
    void keepsOrderOfLinkedMapsAndComparatorOfSortedOnes() {
        Map<Integer, String> linked = Samples.linked();
        assertEquals(List.copyOf(linked.keySet()), List.copyOf(copy(linked).keySet()));
        TreeMap<String, Integer> sorted = new TreeMap<>(Collections.reverseOrder());
        sorted.put("a", 1);
        sorted.put("b", 2);
        TreeMap<String, Integer> read = copy(sorted);
        read.put("c", 3);
        assertEquals(List.of("c", "b", "a"), List.copyOf(read.keySet()));
    }

    @Test
    void keepsSharedReferencesAndCyclesOfUserObjects() {
        Node root = new Node("root");
        Node child = new Node("child");
        root.next.add(child);
        root.next.add(child);
        child.next.add(root);
        root.self = root;
        Node read = copy(root);
        assertEquals("root", read.name);
        assertSame(read, read.self);
        assertSame(read.next.get(0), read.next.get(1));
        assertSame(read, read.next.get(0).next.get(0));
    }

    @Test
    void keepsReferencesBetweenTheUserObjectsOfOneList() {
        Node a = new Node("a");
        Node b = new Node("b");
        a.next.add(b);
        b.next.add(a);
        List<Node> read = copy(new ArrayList<>(List.of(a, b)));
        assertSame(read.get(1), read.get(0).next.get(0));
        assertSame(read.get(0), read.get(1).next.get(0));
    }

    @Test
    void readsASecondReferenceToAnImmutableCollectionAsTheSame() {
        for (Object shared : List.of(List.of(1), Set.of(1, 2), Map.of(1, 2, 3, 4), Map.entry(1, 2))) {
            Counter<List<Object>> read = copy(new Counter<>(List.of(shared, shared)));
            assertSame(read.held().get(0), read.held().get(1));
            assertEquals(shared.getClass(), read.held().get(0).getClass());
        }
    }

    @Test
    void closesACycleThroughAnImmutableCollection() {
        Node node = new Node("n");
        List<Node> list = List.of(node);
        node.other = list;
        Node read = copy(new Counter<>(list)).held().get(0);
        assertSame(read, ((List<?>) Objects.requireNonNull(read.other)).get(0));
    }

    @Test
    void refusesToReadACycleThroughARecordRatherThanLoseIt() {
        List<Object> inside = new ArrayList<>();
        SampleClasses.Box<Object> box = new SampleClasses.Box<>(inside);
        inside.add(box);
        byte[] bytes = codec.toBytes(box);
        MillraceException e = assertThrows(MillraceException.class, () -> codec.fromBytes(bytes));
        assertTrue(e.getMessage().contains("refers back to the record"), e.getMessage());
    }

    @Test
    void readsViewsBackAsCollectionsOfTheirOwn() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", 2);
        assertEquals(List.of("b", "a"), List.copyOf(copy(map.keySet())));
        assertEquals(
                List.of("b", "a"), List.copyOf(copy(new Counter<>(map.keySet())).held()));
        List<Integer> part = copy(new Counter<>(new ArrayList<>(List.of(1, 2, 3)).subList(1, 3)))
                .held();
        assertEquals(List.of(2, 3), part);
    }

    @Test
    void writesACollectionThatContainsItself() {
        List<Object> list = new ArrayList<>();
        list.add("first");
        list.add(list);
        list.add(list);
        List<?> read = copy(list);
        assertEquals("first", read.get(0));
        assertSame(read, read.get(1));
        assertSame(read, read.get(2));

        Object[] array = new Object[2];
        array[0] = new Tuple2<>("a", new Object[] {array});
        Object[] readArray = copy(array);
        Object[] inner = (Object[]) ((Tuple2<?, ?>) Objects.requireNonNull(readArray[0]))._2();
        assertSame(readArray, inner[0]);
    }

    @Test
    void writesDeepNestingOfPlainValues() {
        Object value = "core";
        for (int i = 0; i < 300; i++) {
            value = i % 2 == 0 ? new Tuple2<>(value, i) : new ArrayList<>(List.of(value));
        }
        assertEquals(value, copy(value));
    }

    @Test
    void refusesNestingThatTheStackCannotHold() {
        Node last = new Node("last");
        for (int i = 0; i < 200_000; i++) {
            Node node = new Node("n");
            node.self = last;
            last = node;
        }
        Node first = last;
        MillraceException e = assertThrows(MillraceException.class, () -> codec.toBytes(first));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        assertTrue(e.getMessage().contains("nested too deeply"), e.getMessage());
        assertEquals("still works", copy("still works"));
    }

    @Test
    void rebuildsInnerAndAnonymousClassesWithWhatTheyCaptured() {
        Outer outer = new Outer("outer");
        Outer.Inner inner = outer.new Inner(7);
        assertEquals("outer 7", copy(inner).text());
        assertEquals(5.0, copy(anonymousShape(5)).area());
    }

    private static Shape anonymousShape(int captured) {
        return new Shape() {
            @Override
            public double area() {
                return captured;
            }
        };
    }

    @Test
    void skipsTransientFields() {
        Counter<String> counter = new Counter<>("x");
        counter.cached = new Thread();
        assertNull(copy(counter).cached);
    }

    @Test
    void writesLambdasAndFieldsThatHoldThem() throws Exception {
        int factor = 3;
        Function<Integer, Integer> triple = n -> n * factor;
        assertEquals(12, copy(triple).call(4));
        assertEquals(12, copy(new Counter<>(triple)).held().call(4));
    }

    @Test
    void writesTheNameOfAClassOncePerCall() {
        Object[] many = IntStream.range(0, 1000)
                .mapToObj(i -> new SampleClasses.Point(i, -i))
                .toArray();
        int bytes = codec.toBytes(many).length;
        assertTrue(bytes < 20_000, () -> bytes + " bytes for 1000 records of two numbers");
    }

    @Test
    void trustsNoTypeArgument() {
        SampleClasses.Words words = new SampleClasses.Words(new ArrayList<>(List.of("a")));
        @SuppressWarnings("unchecked") // on purpose: what erasure lets programs do
        List<Object> polluted = (List<Object>) (List<?>) words.list();
        polluted.add(new SampleClasses.Point(1, 2));
        assertEquals(words, copy(words));
    }

    @Test
    void namesClassAndPathOfWhatItCannotWrite() {
        Map<String, Object> map = new HashMap<>();
        map.put("k", new Counter<>(List.of(1, new Unserializable(new Thread()))));
        MillraceException e = assertThrows(MillraceException.class, () -> codec.toBytes(map));
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        assertTrue(
                e.getMessage()
                        .contains("java.util.HashMap -> value of key k -> field held -> element [1] -> field thread:"
                                + " java.lang.Thread is not Serializable"),
                e.getMessage());
    }

    @Test
    void namesThePathThroughAClassWithAFormOfItsOwn() {
        Object value = new Counter<>(new SampleClasses.Custom(new SampleClasses.Point(1, 2)));
        MillraceException e = assertThrows(MillraceException.class, () -> codec.toBytes(value));
        assertTrue(e.getMessage().contains("field held -> field content: "), e.getMessage());
        assertTrue(e.getMessage().contains("SampleClasses$Point is not Serializable"), e.getMessage());
    }

    @Test
    void allowsAFieldOfARefusedTypeToBeNull() {
        assertEquals(new Unserializable(null), copy(new Unserializable(null)));
    }

    @Test
    void worksOnAfterAFailureAndLeavesTheOutputAsItWas() {
        Output out = new Output(16, -1);
        codec.write(out, "before");
        int position = out.position();
        Object bad = List.of(new Node("a"), "text", new Counter<>(new Thread()));
        assertThrows(MillraceException.class, () -> codec.write(out, bad));
        assertEquals(position, out.position());
        codec.write(out, new Node("after"));
        Input in = new Input(out.toBytes());
        assertEquals("before", codec.read(in));
        assertEquals("after", ((Node) Objects.requireNonNull(codec.read(in))).name);
    }

    @Test
    void saysWhenTheBufferIsFull() {
        Output out = new Output(8, 8);
        assertThrows(KryoBufferOverflowException.class, () -> codec.write(out, "longer than eight"));
        assertThrows(KryoBufferOverflowException.class, () -> codec.write(out, new SampleClasses.Point(1, 2)));
        assertEquals(0, out.position());
    }

    @Test
    void namesTheClassThatIsMissing() {
        byte[] bytes = codec.toBytes(new SampleClasses.Checked(1));
        String latin = new String(bytes, StandardCharsets.ISO_8859_1).replace("SampleClasses$", "SampleClassez$");
        MillraceException e = assertThrows(
                MillraceException.class, () -> codec.fromBytes(latin.getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(e.getMessage().contains("SampleClassez$Checked is not on the class path"), e.getMessage());
    }

    @Test
    void refusesDamagedBytes() {
        byte[] bytes = codec.toBytes(new ArrayList<>(List.of("word", 1L, new SampleClasses.Point(1, 2))));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            MillraceException e = assertThrows(MillraceException.class, () -> codec.fromBytes(cut));
            assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(MillraceException.class, () -> codec.fromBytes(longer));
        byte[] hugeLength = {Tag.LONGS, -1, -1, -1, -1, 7};
        assertThrows(MillraceException.class, () -> codec.fromBytes(hugeLength));
        assertArrayEquals(bytes, codec.toBytes(codec.fromBytes(bytes)));
    }

    @Test
    void copiesAndDoesNotAlias() {
        byte[] bytes = {1, 2, 3};
        assertNotSame(bytes, copy(bytes));
        assertArrayEquals(bytes, copy(bytes));
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) Objects.requireNonNull(codec.fromBytes(codec.toBytes(value)));
    }

    /** Equal, and of the same class as far as a program can name it. */
    static void assertEqualValues(Object expected, @org.jspecify.annotations.Nullable Object actual) {
        assertTrue(
                Equality.equal(expected, actual),
                () -> "expected " + Equality.show(expected) + " but found " + Equality.show(actual));
    }
}
