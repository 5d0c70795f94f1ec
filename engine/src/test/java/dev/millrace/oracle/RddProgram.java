package dev.millrace.oracle;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.CollectionAccumulator;
import dev.millrace.rdd.LongAccumulator;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the program of a case on the engine and compares each step with what the interpreter says. */
final class RddProgram {
    private final RddCase testCase;
    private final RddOperations operations;
    private final List<List<Object>> expected;
    private final List<RDD<Object>> built = new ArrayList<>();

    private RddProgram(RddCase testCase, RddOperations operations) {
        this.testCase = testCase;
        this.operations = operations;
        this.expected = testCase.expected();
    }

    /** What differs; null when nothing does. */
    static @Nullable String difference(RddCase testCase, RddOperations operations) {
        try (MillraceContext context = new MillraceContext(testCase.setup().conf())) {
            return new RddProgram(testCase, operations).run(context);
        }
    }

    private @Nullable String run(MillraceContext context) {
        for (Node node : testCase.graph().nodes()) {
            RDD<Object> rdd = node.operation() instanceof Operation.Source source
                    ? source(context, testCase.data().get(source.number()))
                    : operations.apply(
                            node.operation(),
                            node.inputs().stream().map(built::get).toList());
            if (node.level().isValid() && !rdd.getStorageLevel().isValid()) {
                rdd.persist(node.level());
            }
            built.add(rdd);
        }
        for (Step step : testCase.steps()) {
            String difference = difference(step, context);
            if (difference != null) {
                return step + ": " + difference;
            }
        }
        return null;
    }

    private static RDD<Object> source(MillraceContext context, Slice slice) {
        return slice.partitions() == 0 ? context.emptyRDD() : context.parallelize(slice.elements(), slice.partitions());
    }

    private @Nullable String difference(Step step, MillraceContext context) {
        RDD<Object> rdd = built.get(step.node());
        List<Object> all = expected.get(step.node());
        return switch (step.kind()) {
            case COLLECT -> collect(step, rdd.collect());
            case COUNT -> different((long) all.size(), rdd.count());
            case TAKE -> prefix(step, rdd.take(step.number()), Math.min(step.number(), all.size()));
            case FIRST ->
                rdd.isEmpty() ? different(0, all.size()) : prefix(step, Collections.singletonList(rdd.first()), 1);
            case TOP -> different(top(all, step.number()), top(rdd, step.number()));
            case REDUCE ->
                rdd.isEmpty()
                        ? different(0, all.size())
                        : different(Interpreter.reduced(all, Reducer.LARGEST), rdd.reduce(Reducer.LARGEST.function()));
            case FOLD -> different(all.stream().mapToLong(Values::weight).sum(), rdd.fold(0L, Reducer.SUM.function()));
            case AGGREGATE ->
                different(
                        Interpreter.summary(all),
                        Interpreter.summary(
                                rdd.aggregate(new ArrayList<>(), RddOperations::add, RddOperations::addAll)));
            case COUNT_BY_VALUE ->
                different(
                        Interpreter.occurrences(all),
                        rdd.map(Interpreter.SIMPLE.function()).countByValue());
            case COUNT_BY_KEY ->
                isPairs(step) ? different(sizes(all), RddOperations.pairs(rdd).countByKey()) : null;
            case LOOKUP -> isPairs(step) ? lookup(rdd, all, step.number()) : null;
            case ACCUMULATE -> accumulate(rdd, all, context);
            case PARTITIONS -> partitions(step, rdd);
            case UNPERSIST -> {
                rdd.unpersist();
                yield null;
            }
        };
    }

    private boolean isPairs(Step step) {
        return testCase.graph().shape(step.node()) == Shape.PAIRS;
    }

    private static @Nullable String different(@Nullable Object wanted, @Nullable Object found) {
        String expected = Values.text(wanted);
        String actual = Values.text(found);
        return expected.equals(actual) ? null : "expected " + expected + "\n   found " + actual;
    }

    private @Nullable String collect(Step step, List<Object> found) {
        List<Object> all = expected.get(step.node());
        if (isOrdered(step.node())) {
            return differentLists(Values.textsInOrder(all), Values.textsInOrder(found));
        }
        String unsorted = unsorted(step.node(), found);
        return unsorted != null ? unsorted : differentLists(Values.texts(all), Values.texts(found));
    }

    private static @Nullable String differentLists(List<String> wanted, List<String> found) {
        return wanted.equals(found) ? null : "expected " + wanted + "\n   found " + found;
    }

    /** Whether elements come in the order of the sources. */
    private boolean isOrdered(int position) {
        Node node = testCase.graph().node(position);
        boolean keeps = node.operation() instanceof Operation.Source
                || node.operation() instanceof Operation.Map
                || node.operation() instanceof Operation.MapPartitions
                || node.operation() instanceof Operation.Filter
                || node.operation() instanceof Operation.FlatMap
                || node.operation() instanceof Operation.MapToPair
                || node.operation() instanceof Operation.FlatMapToPair
                || node.operation() instanceof Operation.Keys
                || node.operation() instanceof Operation.ValuesOf
                || node.operation() instanceof Operation.MapValues
                || node.operation() instanceof Operation.FlatMapValues
                || node.operation() instanceof Operation.Union
                || node.operation() instanceof Operation.Coalesce;
        return keeps && node.inputs().stream().allMatch(this::isOrdered);
    }

    private @Nullable String unsorted(int position, List<Object> found) {
        Node node = testCase.graph().node(position);
        if (!(node.operation() instanceof Operation.SortByKey sort)) {
            return null;
        }
        for (int i = 1; i < found.size(); i++) {
            Object before = Interpreter.pair(found.get(i - 1))._1();
            Object after = Interpreter.pair(found.get(i))._1();
            int order = Values.compare(before, after) * (sort.ascending() ? 1 : -1);
            if (order > 0) {
                return "not sorted at " + i + ": " + Values.textsInOrder(found);
            }
        }
        return null;
    }

    /** The first elements: the very ones where they are in order, else any that there are. */
    private @Nullable String prefix(Step step, List<Object> found, int size) {
        List<Object> all = expected.get(step.node());
        if (found.size() != size) {
            return "expected " + size + " elements, found " + Values.textsInOrder(found);
        }
        if (isOrdered(step.node())) {
            return differentLists(Values.textsInOrder(all.subList(0, size)), Values.textsInOrder(found));
        }
        List<String> left = new ArrayList<>(Values.textsInOrder(all));
        for (String text : Values.textsInOrder(found)) {
            if (!left.remove(text)) {
                return "found " + text + ", which is not among " + Values.texts(all);
            }
        }
        return unsorted(step.node(), found);
    }

    private static List<Object> top(List<Object> all, int number) {
        List<Object> sorted = new ArrayList<>();
        all.forEach(element -> sorted.add(new Tuple2<>("top", element)));
        sorted.sort(Values.order().reversed());
        return sorted.subList(0, Math.min(number, sorted.size()));
    }

    private static List<Object> top(RDD<Object> rdd, int number) {
        return rdd.map(element -> (Object) new Tuple2<>("top", element)).top(number, Values.order());
    }

    private static Map<Object, Long> sizes(List<Object> pairs) {
        Map<Object, Long> sizes = new HashMap<>();
        Interpreter.groups(pairs).forEach((key, values) -> sizes.put(key, (long) values.size()));
        return sizes;
    }

    private static @Nullable String lookup(RDD<Object> rdd, List<Object> pairs, int number) {
        List<Object> keys = new ArrayList<>(Interpreter.groups(pairs).keySet());
        keys.sort(Values.order());
        Object key = number < keys.size() ? keys.get(number) : "no such key";
        return different(
                Interpreter.groups(pairs).getOrDefault(key, List.of()),
                RddOperations.pairs(rdd).lookup(key));
    }

    private static @Nullable String accumulate(RDD<Object> rdd, List<Object> all, MillraceContext context) {
        LongAccumulator sum = context.longAccumulator();
        CollectionAccumulator<String> texts = context.collectionAccumulator();
        rdd.foreach(element -> {
            sum.add(Values.weight(element));
            texts.add(Values.text(element));
        });
        String difference = different(all.stream().mapToLong(Values::weight).sum(), sum.value());
        List<String> found = new ArrayList<>(texts.value());
        Collections.sort(found);
        return difference != null ? difference : differentLists(Values.texts(all), found);
    }

    /** Partitions are as many as promised, and hold the keys that their partitioner puts there. */
    private @Nullable String partitions(Step step, RDD<Object> rdd) {
        List<List<Object>> parts = rdd.glom().collect();
        if (parts.size() != rdd.getNumPartitions()) {
            return "expected " + rdd.getNumPartitions() + " partitions, found " + parts.size();
        }
        Operation operation = testCase.graph().node(step.node()).operation();
        if (operation instanceof Operation.Repartition repartition && parts.size() != repartition.partitions()) {
            return "asked for " + repartition.partitions() + " partitions, found " + parts.size();
        }
        Partitioner partitioner = rdd.partitioner().orElse(null);
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            for (Object element : parts.get(i)) {
                found.add(element);
                if (partitioner != null
                        && partitioner.getPartition(Interpreter.pair(element)._1()) != i) {
                    return Values.text(element) + " is in partition " + i + ", where " + partitioner
                            + " does not put it";
                }
            }
        }
        return differentLists(Values.texts(expected.get(step.node())), Values.texts(found));
    }
}
