package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.function.FlatMapFunction;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushing and pulling records, with nulls, early ends and sources without an end. */
class FlowTest {
    private final Chain chain = new Chain(new Specializer(true));

    private static Iterator<Integer> endless(AtomicInteger taken) {
        return Stream.generate(taken::incrementAndGet).iterator();
    }

    private static <T> List<T> list(Iterator<T> iterator) {
        List<T> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_023, 1_024, 1_025, 2_048, 5_000})
    void everySizeIsPushedAndPulledWhole(int size) throws Exception {
        List<Integer> records = IntStream.range(0, size).boxed().toList();
        assertEquals(records, list(new FlowIterator<Integer>(sink -> new IteratorFlow<>(records.iterator(), sink))));
        RecordChunk chunk = new RecordChunk(records.toArray(), size);
        assertEquals(records, list(new FlowIterator<Integer>(chunk::open)));
        CollectSink<Integer> sink = new CollectSink<>();
        Flow.drain(chunk.open(sink), sink);
        assertEquals(size, sink.toChunk().count());
    }

    @Test
    void nullRecordsAreRecords() throws Exception {
        List<@Nullable String> records = Arrays.asList(null, "a", null);
        assertEquals(records, list(new FlowIterator<String>(sink -> new IteratorFlow<>(records.iterator(), sink))));
        TakeSink<String> taken = new TakeSink<>(1);
        Flow.drain(new RecordChunk(records.toArray(), 3).open(taken), taken);
        assertEquals(1, taken.records().size());
        ReducedNulls.check(chain);
    }

    /** A null that was reduced is not the same as nothing. */
    private static final class ReducedNulls {
        static void check(Chain chain) throws Exception {
            Function2<String, String, String> second = (first, other) -> other;
            FoldingSink<String, String> sink = chain.reduce(second);
            assertFalse(sink.isDefined());
            sink.accept(null);
            assertTrue(sink.isDefined());
            assertEquals(null, sink.value());
        }
    }

    @Test
    void onlyTheCountedRecordsOfAChunkCount() throws Exception {
        RecordChunk chunk = new RecordChunk(new Object[] {1, 2, 3, 4}, 2);
        assertEquals(List.of(1, 2), list(new FlowIterator<Integer>(chunk::open)));
        PairChunk pairs = new PairChunk(new int[3], new Object[] {"a", "b", "c"}, new Object[] {1, 2, 3}, 2);
        assertEquals(
                List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2)),
                list(new FlowIterator<Tuple2<String, Integer>>(pairs::open)));
    }

    @Test
    void takingFromASourceWithoutAnEndEnds() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        TakeSink<Integer> sink = new TakeSink<>(5);
        Sink<Integer> even = chain.filter((Integer value) -> value % 2 == 0, sink);
        Flow.drain(new IteratorFlow<>(endless(taken), even), even);
        assertEquals(List.of(2, 4, 6, 8, 10), sink.records());
        assertTrue(taken.get() <= Flow.CHUNK, "read " + taken);
    }

    @Test
    void takingNothingReadsNothing() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        TakeSink<Integer> sink = new TakeSink<>(0);
        Flow.drain(new IteratorFlow<>(endless(taken), sink), sink);
        assertEquals(0, taken.get());
    }

    @Test
    void aFunctionMayReturnAnEndlessIteratorWhenEnoughIsTaken() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        TakeSink<Object> sink = new TakeSink<>(3);
        FlatMapFunction<Integer, Object> function =
                value -> Stream.<Object>generate(taken::incrementAndGet).iterator();
        Sink<Integer> flat = chain.flatMap(function, sink);
        Flow.drain(new RecordChunk(new Object[] {1, 2}, 2).open(flat), flat);
        assertEquals(List.of(1, 2, 3), sink.records());
        assertTrue(taken.get() <= 2 * Flow.CHUNK, "read " + taken);
    }

    @Test
    void noMoreThanAChunkIsReadAhead() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        Iterator<Integer> pulled = new FlowIterator<>(sink -> new IteratorFlow<>(endless(taken), sink));
        assertEquals(1, pulled.next());
        assertTrue(taken.get() <= Flow.CHUNK, "read " + taken);
        for (int i = 2; i <= 3 * Flow.CHUNK; i++) {
            assertEquals(i, pulled.next());
        }
    }

    @Test
    void aStepWithoutRecordsIsNotTheEnd() throws Exception {
        Iterator<Integer> pulled = new FlowIterator<>(sink -> {
            AtomicInteger step = new AtomicInteger();
            return () -> {
                if (step.incrementAndGet() % 3 == 0) {
                    sink.accept(step.get());
                }
                return step.get() < 7;
            };
        });
        assertEquals(List.of(3, 6), list(pulled));
    }

    @Test
    void theEndStaysTheEnd() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        FlowIterator<Integer> pulled = new FlowIterator<>(sink -> () -> {
            calls.incrementAndGet();
            return false;
        });
        assertFalse(pulled.hasNext());
        assertFalse(pulled.hasNext());
        assertThrows(NoSuchElementException.class, pulled::next);
        assertEquals(1, calls.get());
    }

    @Test
    void theExceptionOfASourceKeepsItsType() throws Exception {
        IOException mine = new IOException("mine");
        FlowIterator<Integer> pulled = new FlowIterator<>(sink -> () -> {
            throw mine;
        });
        assertSame(mine, assertThrows(IOException.class, pulled::hasNext));
    }

    @Test
    void anInterruptedTaskStopsReading() {
        CountSink<Integer> sink = new CountSink<>();
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> Flow.drain(new IteratorFlow<>(endless(new AtomicInteger()), sink), sink));
        assertFalse(Thread.currentThread().isInterrupted(), "the exception stands for the interruption");
        assertEquals(Flow.CHUNK, sink.count());
    }

    @Test
    void collectedRecordsDoNotChangeWithTheSourcesArray() {
        CollectSink<Integer> sink = new CollectSink<>();
        Object[] reused = {1, 2, 3};
        sink.acceptAll(reused, 0, 3);
        reused[0] = 99;
        sink.acceptAll(reused, 1, 2);
        RecordChunk chunk = sink.toChunk();
        assertEquals(List.of(1, 2, 3, 2), Arrays.asList(chunk.records()).subList(0, chunk.count()));
    }

    @Test
    void aClearedSinkHoldsOnToNothing() {
        CollectSink<Object> sink = new CollectSink<>();
        for (int i = 0; i < 100; i++) {
            sink.accept(i);
        }
        sink.clear();
        assertEquals(0, sink.size());
        for (Object record : sink.toChunk().records()) {
            assertEquals(null, record);
        }
    }
}
