package dev.millrace.oracle;

import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operations mean: each as a loop over lists. Every operation but windows, which {@link StreamInterpreter} adds. */
final class Interpreter {
    /** Simple values in what a node has; more say no more about the engine, and take long. */
    private static final int LIMIT = 10_000;

    private Interpreter() {}

    /** Thrown for a case that makes too much data. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What all nodes of a graph without windows make of the sources' data. */
    static List<List<Object>> run(Graph graph, List<List<Object>> sources) {
        List<List<Object>> results = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.operation() instanceof Operation.Source source) {
                results.add(sources.get(source.number()));
            } else {
                List<List<Object>> inputs = new ArrayList<>();
                node.inputs().forEach(input -> inputs.add(results.get(input)));
                results.add(apply(node.operation(), inputs));
            }
        }
        return results;
    }

    static List<Object> apply(Operation operation, List<List<Object>> inputs) {
        List<Object> result = evaluate(operation, inputs);
        requireSmall(result);
        return result;
    }

    private static void requireSmall(List<Object> elements) {
        if (atoms(elements, 0) > LIMIT) {
            throw new TooLarge();
        }
    }

    /** How many simple values there are in a value, and in those counted before; stops when they are too many. */
    private static int atoms(@Nullable Object value, int before) {
        int count = before + 1;
        if (count > LIMIT) {
            return count;
        }
        if (value instanceof Tuple2<?, ?> pair) {
            count = atoms(pair._2(), atoms(pair._1(), count));
        } else if (value instanceof Optional<?> optional) {
            count = atoms(optional.orElse(null), count);
        } else if (value instanceof Iterable<?> all) {
            for (Object element : all) {
                count = atoms(element, count);
            }
        }
        return count;
    }

    private static List<Object> evaluate(Operation operation, List<List<Object>> inputs) {
        if (operation instanceof Operation.Union) {
            List<Object> all = new ArrayList<>();
            inputs.forEach(all::addAll);
            return all;
        }
        if (operation instanceof Operation.Transform transform) {
            return evaluate(transform.inner(), inputs);
        }
        if (operation instanceof Operation.OfTwo) {
            return ofTwo(operation, groups(inputs.get(0)), groups(inputs.get(1)));
        }
        List<Object> input = inputs.get(0);
        if (operation instanceof Operation.CombineByKey
                || operation instanceof Operation.AggregateByKey
                || operation instanceof Operation.GroupByKey
                || operation instanceof Operation.ReduceByKey) {
            return byKey(operation, groups(input));
        }
        if (operation instanceof Operation.Distinct) {
            return new ArrayList<>(occurrences(input).keySet());
        }
        if (operation instanceof Operation.CountByValue) {
            List<Object> counts = new ArrayList<>();
            occurrences(input).forEach((value, count) -> counts.add(new Tuple2<>(value, count)));
            return counts;
        }
        if (operation instanceof Operation.Count) {
            return List.of((long) input.size());
        }
        if (operation instanceof Operation.Reduce reduce) {
            return input.isEmpty() ? List.of() : Arrays.asList(reduced(input, reduce.reducer()));
        }
        if (operation instanceof Operation.SortByKey sort) {
            List<Object> sorted = new ArrayList<>(input);
            sorted.sort((first, second) ->
                    Values.compare(pair(first)._1(), pair(second)._1()) * (sort.ascending() ? 1 : -1));
            return sorted;
        }
        List<Object> result = new ArrayList<>();
        for (Object element : input) {
            addEach(operation, element, result);
        }
        return result;
    }

    /** Operations that look at one element at a time. */
    private static void addEach(Operation operation, @Nullable Object element, List<@Nullable Object> result) {
        if (operation instanceof Operation.Map map) {
            result.add(map.mapper().apply(element));
        } else if (operation instanceof Operation.MapPartitions map) {
            result.add(map.mapper().apply(element));
        } else if (operation instanceof Operation.Filter filter) {
            if (filter.predicate().test(element)) {
                result.add(element);
            }
        } else if (operation instanceof Operation.FlatMap flatMap) {
            result.addAll(flatMap.splitter().apply(element));
        } else if (operation instanceof Operation.MapToPair toPair) {
            result.add(toPair.keyer().apply(element));
        } else if (operation instanceof Operation.FlatMapToPair toPairs) {
            for (Object part : toPairs.splitter().apply(element)) {
                result.add(toPairs.keyer().apply(part));
            }
        } else if (operation instanceof Operation.Keys) {
            result.add(pair(element)._1());
        } else if (operation instanceof Operation.ValuesOf) {
            result.add(pair(element)._2());
        } else if (operation instanceof Operation.MapValues mapValues) {
            Tuple2<Object, Object> pair = pair(element);
            result.add(new Tuple2<>(pair._1(), mapValues.mapper().apply(pair._2())));
        } else if (operation instanceof Operation.FlatMapValues flatMapValues) {
            Tuple2<Object, Object> pair = pair(element);
            for (Object part : flatMapValues.splitter().apply(pair._2())) {
                result.add(new Tuple2<>(pair._1(), part));
            }
        } else if (operation instanceof Operation.Repartition
                || operation instanceof Operation.Coalesce
                || operation instanceof Operation.PartitionBy) {
            result.add(element);
        } else {
            throw new IllegalArgumentException("no meaning outside a stream: " + operation);
        }
    }

    private static List<Object> byKey(Operation operation, Map<Object, List<Object>> groups) {
        List<Object> result = new ArrayList<>();
        groups.forEach((key, values) -> {
            Object value;
            if (operation instanceof Operation.ReduceByKey reduce) {
                value = reduced(values, reduce.reducer());
            } else if (operation instanceof Operation.GroupByKey) {
                value = values;
            } else {
                value = summary(values);
            }
            result.add(new Tuple2<>(key, value));
        });
        return result;
    }

    private static List<Object> ofTwo(
            Operation operation, Map<Object, List<Object>> left, Map<Object, List<Object>> right) {
        Map<Object, Boolean> keys = new LinkedHashMap<>();
        left.keySet().forEach(key -> keys.put(key, true));
        right.keySet().forEach(key -> keys.put(key, true));
        List<Object> result = new ArrayList<>();
        for (Object key : keys.keySet()) {
            List<Object> here = left.getOrDefault(key, List.of());
            List<Object> there = right.getOrDefault(key, List.of());
            if (operation instanceof Operation.CoGroup) {
                result.add(new Tuple2<>(key, new Tuple2<>(here, there)));
            } else if (operation instanceof Operation.SubtractByKey) {
                if (there.isEmpty()) {
                    here.forEach(value -> result.add(new Tuple2<>(key, value)));
                }
            } else if (operation instanceof Operation.Join join) {
                for (Object match : matches(join.sides(), here, there)) {
                    result.add(new Tuple2<>(key, match));
                }
                if (result.size() > LIMIT) {
                    throw new TooLarge();
                }
            }
        }
        return result;
    }

    private static List<Object> matches(Operation.Sides sides, List<Object> here, List<Object> there) {
        boolean optionalHere = sides == Operation.Sides.RIGHT || sides == Operation.Sides.FULL;
        boolean optionalThere = sides == Operation.Sides.LEFT || sides == Operation.Sides.FULL;
        List<Object> matches = new ArrayList<>();
        for (Object first : optionalHere ? optional(here) : here) {
            for (Object second : optionalThere ? optional(there) : there) {
                matches.add(new Tuple2<>(first, second));
            }
        }
        return matches;
    }

    private static List<Object> optional(List<Object> values) {
        List<Object> all = new ArrayList<>();
        values.forEach(value -> all.add(Optional.ofNullable(value)));
        return all.isEmpty() ? List.of(Optional.empty()) : all;
    }

    static @Nullable Object reduced(List<Object> values, Reducer reducer) {
        Object result = values.get(0);
        for (Object value : values.subList(1, values.size())) {
            result = reducer.apply(result, value);
        }
        return result;
    }

    /** How many values there are, and their weights. */
    static Object summary(Iterable<?> values) {
        long count = 0;
        List<Object> weights = new ArrayList<>();
        for (Object value : values) {
            count++;
            weights.add(Values.weight(value));
        }
        return new Tuple2<>(count, weights);
    }

    static Map<Object, List<Object>> groups(List<Object> pairs) {
        Map<Object, List<Object>> groups = new HashMap<>();
        for (Object element : pairs) {
            groups.computeIfAbsent(pair(element)._1(), key -> new ArrayList<>())
                    .add(pair(element)._2());
        }
        return groups;
    }

    /** The simple values of the elements, each with the number of its occurrences. */
    static Map<Object, Long> occurrences(List<Object> elements) {
        Map<Object, Long> counts = new HashMap<>();
        for (Object element : elements) {
            counts.merge(SIMPLE.apply(element), 1L, Long::sum);
        }
        return counts;
    }

    static final Mapper SIMPLE = new Mapper(Mapper.Kind.SIMPLE, 0);

    @SuppressWarnings("unchecked")
    static Tuple2<Object, Object> pair(@Nullable Object element) {
        return (Tuple2<Object, Object>) element;
    }
}
