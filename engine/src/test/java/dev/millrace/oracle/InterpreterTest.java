package dev.millrace.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The interpreter, by examples that were computed by hand. */
class InterpreterTest {
    private static final List<Object> LEFT =
            List.of(new Tuple2<>("a", 1L), new Tuple2<>("b", 2L), new Tuple2<>("a", 3L));
    private static final List<Object> RIGHT = Arrays.asList(new Tuple2<>("a", null), new Tuple2<>("c", 5L));

    private static void gives(Operation operation, List<Object> expected) {
        List<List<Object>> inputs =
                List.of(LEFT, RIGHT).subList(0, operation.takes().size());
        assertEquals(Values.texts(expected), Values.texts(Interpreter.apply(operation, inputs)));
    }

    @Test
    void valuesOfAKeyAreReducedAndGrouped() {
        gives(new Operation.ReduceByKey(Reducer.SUM, 0), List.of(new Tuple2<>("a", 4L), new Tuple2<>("b", 2L)));
        gives(new Operation.GroupByKey(0), List.of(new Tuple2<>("a", List.of(3L, 1L)), new Tuple2<>("b", List.of(2L))));
    }

    @Test
    void joinsKeepWhatTheirSideSays() {
        Object a1 = new Tuple2<>(1L, null);
        gives(
                new Operation.Join(Operation.Sides.INNER, 0),
                List.of(new Tuple2<>("a", a1), new Tuple2<>("a", new Tuple2<>(3L, null))));
        gives(
                new Operation.Join(Operation.Sides.FULL, 0),
                List.of(
                        new Tuple2<>("a", new Tuple2<>(Optional.of(1L), Optional.empty())),
                        new Tuple2<>("a", new Tuple2<>(Optional.of(3L), Optional.empty())),
                        new Tuple2<>("b", new Tuple2<>(Optional.of(2L), Optional.empty())),
                        new Tuple2<>("c", new Tuple2<>(Optional.empty(), Optional.of(5L)))));
        gives(new Operation.SubtractByKey(), List.of(new Tuple2<>("b", 2L)));
    }

    @Test
    void windowsTakeInTheBatchesOfTheirLength() {
        Graph graph = new Graph(List.of(
                new Node(new Operation.Source(0), List.of(), StorageLevel.NONE),
                new Node(new Operation.Window(Shape.ITEMS, 3, 2), List.of(0), StorageLevel.NONE),
                new Node(new Operation.CountByWindow(Shape.ITEMS, 4, 2), List.of(1), StorageLevel.NONE)));
        StreamInterpreter stream =
                new StreamInterpreter(graph, List.of(List.of(List.of(1), List.of(2), List.of(3), List.of(4))));
        List<Optional<List<Object>>> windows = new ArrayList<>();
        List<Optional<List<Object>>> counts = new ArrayList<>();
        for (int batch = 1; batch <= 6; batch++) {
            windows.add(stream.at(1, batch));
            counts.add(stream.at(2, batch));
        }
        assertEquals(
                List.of(
                        Optional.empty(),
                        Optional.of(List.of(1, 2)),
                        Optional.empty(),
                        Optional.of(List.of(2, 3, 4)),
                        Optional.empty(),
                        Optional.of(List.of(4))),
                windows);
        assertEquals(Optional.of(List.of(2L)), counts.get(1));
        assertEquals(Optional.of(List.of(5L)), counts.get(3));
        assertEquals(Optional.of(List.of(4L)), counts.get(5));
    }

    @Test
    void textsTellValuesApart() {
        List<Object> different = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            different.add(Values.simple(i));
        }
        different.addAll(List.of(Optional.empty(), Optional.of(1), 3L, "3", new Tuple2<>(1, 2), List.of(), List.of(2)));
        assertEquals(
                different.size(),
                different.stream().map(Values::text).distinct().count());
    }
}
