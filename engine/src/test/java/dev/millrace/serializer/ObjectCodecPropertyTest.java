package dev.millrace.serializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.serializer.SampleClasses.Counter;
import dev.millrace.serializer.SampleClasses.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random values read back equal. A failure names its seed: {@code -Dmillrace.test.seed=N} runs that one alone. */
class ObjectCodecPropertyTest {
    private static final int CASES = 1500;

    private final ObjectCodec codec = new ObjectCodec(ObjectCodecPropertyTest.class.getClassLoader());

    @Test
    void readsRandomValuesBackEqual() {
        forSeeds(seed -> {
            Object value = new RandomValues(seed).value(4);
            byte[] bytes = codec.toBytes(value);
            assertEqual(value, codec.fromBytes(bytes));
            assertArrayEquals(bytes, codec.toBytes(value), "the same value gives the same bytes");
        });
    }

    @Test
    void readsRandomValuesBackFromAStreamOfMany() {
        forSeeds(seed -> {
            RandomValues values = new RandomValues(seed);
            List<Object> written = List.of(values.value(2), values.value(3), values.value(1));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (Output out = new Output(bytes, 16 + new Random(seed).nextInt(64))) {
                written.forEach(value -> codec.write(out, value));
            }
            Input in = new Input(new ByteArrayInputStream(bytes.toByteArray()), 32);
            written.forEach(value -> assertEqual(value, codec.read(in)));
            assertTrue(in.end());
        });
    }

    @Test
    void readsRandomGraphsBackWithTheSameShape() {
        forSeeds(seed -> {
            Node root = new RandomValues(seed).graph();
            assertEquals(shape(root), shape((Node) Objects.requireNonNull(codec.fromBytes(codec.toBytes(root)))));
        });
    }

    private static void assertEqual(Object expected, @Nullable Object actual) {
        assertTrue(
                Equality.equal(expected, actual),
                () -> "expected " + Equality.show(expected) + " but found " + Equality.show(actual));
    }

    /** Every object in the order of its discovery, with the numbers of those it refers to. */
    private static List<String> shape(Node root) {
        Map<Node, Integer> numbers = new HashMap<>();
        List<Node> order = new ArrayList<>();
        number(root, numbers, order);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Node node = order.get(i);
            StringBuilder line = new StringBuilder(node.name);
            node.next.forEach(next -> line.append(' ').append(number(next, numbers, order)));
            line.append(" self ").append(node.self == null ? "-" : number(node.self, numbers, order));
            if (node.other instanceof List<?> list) {
                line.append(" list ").append(number((Node) list.get(0), numbers, order));
            } else if (node.other instanceof Counter<?> counter && counter.held() instanceof Node[] nodes) {
                line.append(" array ").append(number(nodes[0], numbers, order));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int number(Node node, Map<Node, Integer> numbers, List<Node> order) {
        return numbers.computeIfAbsent(node, n -> {
            order.add(node);
            return order.size() - 1;
        });
    }

    private static void forSeeds(LongConsumer property) {
        Long only = Long.getLong("millrace.test.seed");
        long first = only != null ? only : new Random().nextLong();
        for (long seed = first; seed < first + (only != null ? 1 : CASES); seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dmillrace.test.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
