package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function;
import dev.millrace.function.PairFlatMapFunction;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Classes of their own for chains: which share one, and that a copy does what its template does. */
class SpecializerTest {
    private final Chain chain = new Chain(new Specializer(true));

    private static Function<Integer, Integer> adding(int amount) {
        return value -> value + amount;
    }

    @Test
    void theSameFunctionInFrontOfTheSameSinkSharesAClass() {
        Sink<Integer> first = chain.map(adding(1), new CollectSink<>());
        Sink<Integer> second = chain.map(adding(2), new CollectSink<>());
        assertSame(first.getClass(), second.getClass());
        assertTrue(first.getClass().isHidden());
    }

    @Test
    void anotherFunctionOrAnotherSinkHasAnotherClass() {
        Sink<Integer> first = chain.map(adding(1), new CollectSink<>());
        Sink<Integer> second = chain.map((Integer value) -> value * 2, new CollectSink<>());
        Sink<Integer> third = chain.map(adding(1), new CountSink<>());
        assertNotSame(first.getClass(), second.getClass());
        assertNotSame(first.getClass(), third.getClass());
    }

    @Test
    void instancesThatShareAClassKeepTheirOwnState() throws Exception {
        CollectSink<Integer> one = new CollectSink<>();
        CollectSink<Integer> two = new CollectSink<>();
        chain.map(adding(1), one).accept(10);
        chain.map(adding(2), two).accept(10);
        assertEquals(11, one.get(0));
        assertEquals(12, two.get(0));
    }

    @Test
    void switchedOffItUsesTheTemplates() {
        Sink<Integer> sink = new Chain(new Specializer(false)).map(adding(1), new CollectSink<>());
        assertSame(MapSink.class, sink.getClass());
    }

    @Test
    void beyondItsLimitItUsesTheTemplates() throws Exception {
        Chain small = new Chain(new Specializer(true, 1));
        Sink<Integer> own = small.map(adding(1), new CollectSink<>());
        CollectSink<Integer> end = new CollectSink<>();
        Sink<Integer> shared = small.map((Integer value) -> value * 2, end);
        assertTrue(own.getClass().isHidden());
        assertSame(MapSink.class, shared.getClass());
        shared.accept(4);
        assertEquals(8, end.get(0));
        assertSame(own.getClass(), small.map(adding(5), new CollectSink<>()).getClass());
    }

    @Test
    void itDoesNotRememberMoreThanItsLimit() {
        Specializer specializer = new Specializer(true, 2);
        Chain small = new Chain(specializer);
        Sink<Integer> sink = new CollectSink<>();
        for (Function<Integer, Integer> function : List.<Function<Integer, Integer>>of(
                value -> value + 1, value -> value + 2, value -> value + 3, value -> value + 4)) {
            sink = small.map(function, sink);
        }
        assertEquals(2, specializer.size());
    }

    @Test
    void errorsOfTheUsersFunctionKeepTheirType() {
        IOException checked = new IOException("mine");
        Function<Integer, Integer> failing = value -> {
            throw checked;
        };
        Sink<Integer> sink = chain.map(failing, new CollectSink<>());
        assertSame(checked, assertThrows(IOException.class, () -> sink.accept(1)));
        Function<Integer, Integer> broken = value -> {
            throw new AssertionError("mine");
        };
        Sink<Integer> second = chain.map(broken, new CollectSink<>());
        assertEquals(
                "mine",
                assertThrows(AssertionError.class, () -> second.accept(1)).getMessage());
    }

    @Test
    void theUsersClassesGoWithTheSpecializer() throws Exception {
        Chain own = new Chain(new Specializer(true));
        WeakReference<ClassLoader> loader = useFunctionOfAnotherLoader(own);
        assertTrue(loader.get() != null, "in use");
        own = new Chain(new Specializer(true));
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertFalse(loader.get() != null, "the class loader of the user's function is still reachable");
        });
        assertTrue(own.map(adding(1), new CollectSink<>()).getClass().isHidden());
    }

    private static WeakReference<ClassLoader> useFunctionOfAnotherLoader(Chain chain) throws Exception {
        ClassLoader loader = new ClassLoader(SpecializerTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.equals(Doubling.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                String file = name.replace('.', '/') + ".class";
                try (InputStream in = Objects.requireNonNull(getResourceAsStream(file), file)) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        @SuppressWarnings("unchecked")
        Function<Integer, Integer> foreign = (Function<Integer, Integer>)
                loader.loadClass(Doubling.class.getName()).getConstructor().newInstance();
        assertNotSame(Doubling.class, foreign.getClass());
        CollectSink<Integer> end = new CollectSink<>();
        chain.map(foreign, end).accept(21);
        assertEquals(42, end.get(0));
        return new WeakReference<>(loader);
    }

    /** A user's function; public, as another loader makes it. */
    public static final class Doubling implements Function<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer call(Integer value) {
            return 2 * value;
        }
    }

    /** Runs every template over the same records, by each way in, as itself and as a copy. */
    @TestFactory
    Stream<DynamicTest> everyTemplateDoesTheSameByEveryWayIn() {
        return Stream.of(true, false)
                .flatMap(specialize -> Stream.of(
                                new Template<Integer>(
                                        "map",
                                        List.of(1, 2, 3),
                                        List.of(2, 3, 4),
                                        (c, end) -> c.map(adding(1), cast(end))),
                                new Template<Integer>(
                                        "filter",
                                        List.of(1, 2, 3),
                                        List.of(1, 3),
                                        (c, end) -> c.filter((Integer value) -> value % 2 == 1, cast(end))),
                                new Template<Integer>("flatMap", List.of(0, 2), List.of(2, 2), (c, end) -> {
                                    FlatMapFunction<Integer, Object> twice =
                                            value -> new ArrayList<Object>(java.util.Collections.nCopies(value, value))
                                                    .iterator();
                                    return c.flatMap(twice, end);
                                }),
                                new Template<Integer>(
                                        "mapToPair", List.of(1, 2), List.of(t(1, "v1"), t(2, "v2")), (c, end) -> {
                                            PairFunction<Integer, Integer, String> keyed =
                                                    value -> t(value, "v" + value);
                                            return c.mapToPair(keyed, cast(end));
                                        }),
                                new Template<Integer>(
                                        "flatMapToPair", List.of(1), List.of(t(1, "a"), t(1, "b")), (c, end) -> {
                                            PairFlatMapFunction<Integer, Integer, String> two =
                                                    value -> List.of(t(value, "a"), t(value, "b"))
                                                            .iterator();
                                            return c.flatMapToPair(two, cast(end));
                                        }),
                                new Template<Tuple2<Integer, String>>(
                                        "keys",
                                        List.of(t(1, "a"), t(2, "b")),
                                        List.of(1, 2),
                                        (c, end) -> c.keys(cast(end))),
                                new Template<Tuple2<Integer, String>>(
                                        "values",
                                        List.of(t(1, "a"), t(2, "b")),
                                        List.of("a", "b"),
                                        (c, end) -> c.values(cast(end))),
                                new Template<Tuple2<Integer, String>>(
                                        "mapValues", List.of(t(1, "a")), List.of(t(1, "aa")), (c, end) -> {
                                            Function<String, String> twice = value -> value + value;
                                            return c.mapValues(twice, cast(end));
                                        }),
                                new Template<Tuple2<Integer, String>>(
                                        "flatMapValues",
                                        List.of(t(1, "ab"), t(2, "")),
                                        List.of(t(1, "a"), t(1, "b")),
                                        (c, end) -> {
                                            FlatMapFunction<String, String> letters = value -> value.chars()
                                                    .mapToObj(Character::toString)
                                                    .iterator();
                                            return c.flatMapValues(letters, cast(end));
                                        }))
                        .map(template -> dynamicTest(
                                template.name() + (specialize ? ", own class" : ", shared class"),
                                () -> template.check(new Chain(new Specializer(specialize))))));
    }

    private static <A, B> Tuple2<A, B> t(A first, B second) {
        return new Tuple2<>(first, second);
    }

    @SuppressWarnings("unchecked")
    private static <T> Sink<T> cast(Sink<Object> sink) {
        return (Sink<T>) (Sink<?>) sink;
    }

    private record Template<T>(String name, List<T> in, List<?> out, Opener<T> opener) {
        interface Opener<T> {
            Sink<T> open(Chain chain, Sink<Object> end);
        }

        void check(Chain chain) throws Exception {
            CollectSink<Object> byOne = new CollectSink<>();
            Sink<T> sink = opener.open(chain, byOne);
            for (T record : in) {
                sink.accept(record);
            }
            assertEquals(out, contents(byOne), "accept");

            CollectSink<Object> byAll = new CollectSink<>();
            Object[] records = new ArrayList<Object>(in).toArray();
            Object[] padded = new Object[records.length + 2];
            System.arraycopy(records, 0, padded, 1, records.length);
            opener.open(chain, byAll).acceptAll(padded, 1, 1 + records.length);
            assertEquals(out, contents(byAll), "acceptAll");

            if (in.get(0) instanceof Tuple2<?, ?>) {
                CollectSink<Object> byPair = new CollectSink<>();
                Sink<T> pairs = opener.open(chain, byPair);
                for (T record : in) {
                    Tuple2<?, ?> pair = (Tuple2<?, ?>) record;
                    pairs.acceptPair(pair._1(), pair._2());
                }
                assertEquals(out, contents(byPair), "acceptPair");
            }
            TakeSink<Object> full = new TakeSink<>(0);
            assertTrue(opener.open(chain, full).isFull(), "a full sink makes the chain full");
        }

        private static List<Object> contents(CollectSink<Object> sink) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < sink.size(); i++) {
                all.add(sink.get(i));
            }
            return all;
        }
    }
}
