package dev.millrace.serializer;

import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import dev.millrace.serializer.SampleClasses.Box;
import dev.millrace.serializer.SampleClasses.Color;
import dev.millrace.serializer.SampleClasses.Counter;
import dev.millrace.serializer.SampleClasses.Custom;
import dev.millrace.serializer.SampleClasses.Derived;
import dev.millrace.serializer.SampleClasses.Node;
import dev.millrace.serializer.SampleClasses.Point;
import dev.millrace.serializer.SampleClasses.Scores;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random values of every kind, the same for the same seed. */
final class RandomValues {
    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    /** A value whose containers are nested up to {@code depth} deep. */
    Object value(int depth) {
        return depth == 0 || random.nextInt(3) == 0 ? scalar() : container(depth - 1);
    }

    /** Objects that refer to each other at random, reachable from the first one. */
    Node graph() {
        List<Node> nodes = new ArrayList<>();
        int size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            Node node = new Node("n" + i);
            nodes.add(node);
            if (i > 0) {
                nodes.get(random.nextInt(i)).next.add(node);
            }
        }
        for (int i = random.nextInt(2 * size); i > 0; i--) {
            Node from = nodes.get(random.nextInt(size));
            Node to = nodes.get(random.nextInt(size));
            switch (random.nextInt(4)) {
                case 0 -> from.self = to;
                case 1 -> from.other = List.of(to, i);
                case 2 -> from.other = new Counter<>(new Node[] {to});
                default -> from.next.add(to);
            }
        }
        return nodes.get(0);
    }

    private Object scalar() {
        return pick(List.of(
                this::text,
                this::text,
                random::nextInt,
                random::nextLong,
                random::nextDouble,
                random::nextFloat,
                random::nextBoolean,
                () -> (short) random.nextInt(),
                () -> (byte) random.nextInt(),
                () -> (char) random.nextInt(),
                () -> random.nextBoolean() ? Color.RED : Color.GREEN,
                () -> new UUID(random.nextLong(), random.nextLong()),
                () -> new BigInteger(1 + random.nextInt(200), random).negate(),
                () -> new BigDecimal(new BigInteger(100, random), random.nextInt(40) - 20),
                () -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                () -> Duration.ofNanos(random.nextLong()),
                () -> LocalDateTime.ofEpochSecond(random.nextInt(), 5, ZoneOffset.UTC),
                () -> Instant.ofEpochSecond(random.nextInt()).atZone(ZoneId.of("America/New_York")),
                () -> new Point(random.nextInt(), -1),
                () -> new Derived(text(), random.nextInt()),
                () -> Locale.forLanguageTag("pt-BR"),
                () -> random.ints(random.nextInt(5)).toArray(),
                () -> random.longs(random.nextInt(5)).toArray(),
                () -> random.doubles(random.nextInt(5)).toArray(),
                () -> text().getBytes(java.nio.charset.StandardCharsets.UTF_16)));
    }

    private Object container(int depth) {
        return pick(List.of(
                () -> new Tuple2<>(value(depth), value(depth)),
                () -> new Tuple3<>(value(depth), value(depth), value(depth)),
                () -> new Tuple4<>(value(depth), value(depth), value(depth), value(depth)),
                () -> new ArrayList<>(Arrays.asList(nullableElements(depth))),
                () -> Arrays.asList(nullableElements(depth)),
                () -> List.of(elements(depth)),
                () -> nullableElements(depth),
                () -> new Object[][] {elements(depth), {}},
                () -> new HashSet<>(Set.of(text() + 1, text() + 2, random.nextInt())),
                () -> Set.of(text() + 1, text() + 2, random.nextInt()),
                () -> map(new HashMap<>(), depth),
                () -> map(new LinkedHashMap<>(), depth),
                () -> map(new TreeMap<>(), depth),
                () -> Map.copyOf(map(new HashMap<>(), depth)),
                () -> Optional.of(value(depth)),
                () -> new Box<>(value(depth)),
                () -> new Counter<>(value(depth)),
                () -> new Custom("content " + text()),
                () -> new Scores(text(), List.of(random.nextInt()))));
    }

    private Map<String, Object> map(Map<String, Object> map, int depth) {
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text() + i, value(depth));
        }
        return map;
    }

    private Object[] elements(int depth) {
        Object[] elements = new Object[random.nextInt(5)];
        Arrays.setAll(elements, i -> value(depth));
        return elements;
    }

    private @Nullable Object[] nullableElements(int depth) {
        @Nullable Object[] elements = new Object[random.nextInt(5)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextInt(4) == 0 ? null : value(depth);
        }
        return elements;
    }

    private String text() {
        int bound = List.of(0x80, 0x100, 0x3000, 0x10000).get(random.nextInt(4));
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) random.nextInt(bound));
        }
        return text.toString();
    }

    private Object pick(List<Supplier<Object>> makers) {
        return makers.get(random.nextInt(makers.size())).get();
    }
}
