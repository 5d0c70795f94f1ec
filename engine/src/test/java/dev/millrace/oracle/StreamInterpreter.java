package dev.millrace.oracle;

import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a graph of streams means, batch by batch. Batches are numbered from 1; a node whose slide is <i>s</i> has something
 * at each <i>s</i>-th of them. Every window is computed from all of its batches.
 */
final class StreamInterpreter {
    private final Graph graph;
    private final List<List<List<Object>>> data;
    private final Map<List<Integer>, List<Object>> known = new HashMap<>();

    /** @param data of each source, of each batch, the elements; batches beyond them are empty */
    StreamInterpreter(Graph graph, List<List<List<Object>>> data) {
        this.graph = graph;
        this.data = data;
    }

    /** How many batches lie between two data sets of a node. */
    static int slide(Graph graph, int node) {
        Operation operation = graph.node(node).operation();
        if (operation instanceof Operation.Windowed windowed) {
            return windowed.slide();
        }
        List<Integer> inputs = graph.node(node).inputs();
        return inputs.isEmpty() ? 1 : slide(graph, inputs.get(0));
    }

    /** Whether all inputs of an operation come at the same times, and windows are multiples of those. */
    static boolean isValid(Graph graph) {
        for (Node node : graph.nodes()) {
            for (int input : node.inputs()) {
                int slide = slide(graph, input);
                if (slide != slide(graph, node.inputs().get(0))
                        || (node.operation() instanceof Operation.Windowed window
                                && (window.slide() % slide != 0 || window.length() % slide != 0))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What a node has at a batch; empty when it has no data set there. */
    Optional<List<Object>> at(int node, int batch) {
        if (batch < 1 || batch % slide(graph, node) != 0) {
            return Optional.empty();
        }
        List<Object> elements = known.get(List.of(node, batch));
        if (elements == null) {
            elements = compute(node, batch);
            known.put(List.of(node, batch), elements);
        }
        return Optional.of(elements);
    }

    private List<Object> compute(int self, int batch) {
        Node node = graph.node(self);
        if (node.operation() instanceof Operation.Source source) {
            List<List<Object>> batches = data.get(source.number());
            return batch <= batches.size() ? batches.get(batch - 1) : List.of();
        }
        if (node.operation() instanceof Operation.Windowed windowed) {
            return window(windowed, node.inputs().get(0), batch);
        }
        if (node.operation() instanceof Operation.Remember remember) {
            int input = node.inputs().get(0);
            Optional<List<Object>> before = at(self, batch - slide(graph, self));
            return remembered(
                    remember, before.orElse(List.of()), at(input, batch).orElseThrow());
        }
        List<List<Object>> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.add(at(input, batch).orElseThrow()));
        return Interpreter.apply(node.operation(), inputs);
    }

    /** All elements of an input in the batches from {@code after} (exclusive) to {@code batch} (inclusive). */
    private List<Object> between(int input, int after, int batch) {
        List<Object> all = new ArrayList<>();
        for (int b = after + 1; b <= batch; b++) {
            at(input, b).ifPresent(all::addAll);
        }
        return all;
    }

    private List<Object> window(Operation.Windowed window, int input, int batch) {
        List<Object> all = between(input, batch - window.length(), batch);
        if (window instanceof Operation.Window) {
            return all;
        } else if (window instanceof Operation.ReduceByKeyAndWindow reduce) {
            return apply(new Operation.ReduceByKey(reduce.reducer(), 0), all);
        } else if (window instanceof Operation.GroupByKeyAndWindow) {
            return apply(new Operation.GroupByKey(0), all);
        } else if (window instanceof Operation.CountByWindow) {
            return apply(new Operation.Count(Shape.ITEMS), all);
        } else if (window instanceof Operation.CountByValueAndWindow) {
            return apply(new Operation.CountByValue(0), all);
        } else if (window instanceof Operation.ReduceByWindow reduce) {
            return apply(new Operation.Reduce(reduce.reducer()), all);
        } else if (window instanceof Operation.SumByKeyAndWindow) {
            return sums(all);
        }
        throw new IllegalArgumentException("no meaning: " + window);
    }

    private static List<Object> remembered(Operation.Remember remember, List<Object> before, List<Object> pairs) {
        Map<Object, List<Object>> values = new HashMap<>(Interpreter.groups(pairs));
        Map<Object, List<Object>> states = Interpreter.groups(before);
        states.keySet().forEach(key -> values.putIfAbsent(key, List.of()));
        List<Object> after = new ArrayList<>();
        values.forEach((key, ofKey) -> {
            List<Object> known = states.get(key);
            long sum = known == null ? 0 : (Long) known.get(0);
            for (Object value : ofKey) {
                sum += (Long) COUNTABLE.apply(value);
            }
            sum += remember.byUpdate() ? 1 : 0;
            if (!remember.byUpdate() || sum % 7 != 0) {
                after.add(new Tuple2<>(key, sum));
            }
        });
        return after;
    }

    private static List<Object> apply(Operation operation, List<Object> input) {
        return Interpreter.apply(operation, Arrays.asList(input));
    }

    private static List<Object> sums(List<Object> pairs) {
        List<Object> result = new ArrayList<>();
        Interpreter.groups(pairs).forEach((key, values) -> {
            long sum = 0;
            for (Object value : values) {
                sum += (Long) COUNTABLE.apply(value);
            }
            result.add(new Tuple2<>(key, sum));
        });
        return result;
    }

    static final Mapper COUNTABLE = new Mapper(Mapper.Kind.COUNTABLE, 0);
}
