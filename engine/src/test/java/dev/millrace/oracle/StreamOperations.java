package dev.millrace.oracle;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.RDD;
import dev.millrace.simulation.Simulation;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.PairDStream;
import dev.millrace.streaming.State;
import dev.millrace.streaming.StateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations of streams as a program asks the engine for them. A subclass may do one wrongly. */
class StreamOperations {
    private final RddOperations ofDataSets = new RddOperations();
    private final Duration interval;

    /** @param interval of the batches that windows are counted in */
    StreamOperations(Duration interval) {
        this.interval = interval;
    }

    @SuppressWarnings("unchecked")
    static PairDStream<Object, Object> pairs(DStream<Object> stream) {
        return PairDStream.of((DStream<Tuple2<Object, Object>>) (DStream<?>) stream);
    }

    @SuppressWarnings("unchecked")
    static DStream<Object> items(DStream<?> stream) {
        return (DStream<Object>) stream;
    }

    @SuppressWarnings("unchecked")
    private static PairDStream<Object, Object> untyped(PairDStream<Object, ?> stream) {
        return (PairDStream<Object, Object>) stream;
    }

    DStream<Object> apply(Operation operation, List<DStream<Object>> inputs) {
        DStream<Object> first = inputs.get(0);
        if (operation instanceof Operation.Union) {
            return inputs.size() == 2
                    ? first.union(inputs.get(1))
                    : first.context().union(inputs);
        }
        if (operation instanceof Operation.Transform transform) {
            Operation inner = transform.inner();
            return inputs.size() == 1
                    ? first.transform((RDD<Object> rdd) -> ofDataSets.apply(inner, List.of(rdd)))
                    : first.transformWith(
                            inputs.get(1),
                            (RDD<Object> here, RDD<Object> there) -> ofDataSets.apply(inner, List.of(here, there)));
        }
        if (operation instanceof Operation.OfTwo two) {
            return items(ofTwo(two, pairs(first), pairs(inputs.get(1))));
        }
        if (operation instanceof Operation.Windowed windowed) {
            return window(windowed, first);
        }
        if (operation instanceof Operation.OfPairs byKey) {
            return items(ofPairs(byKey, pairs(first)));
        }
        return ofOne(operation, first);
    }

    private DStream<Object> ofOne(Operation operation, DStream<Object> input) {
        if (operation instanceof Operation.Map map) {
            return input.map(map.mapper().function());
        } else if (operation instanceof Operation.MapPartitions map) {
            Mapper mapper = map.mapper();
            return input.mapPartitions(elements -> {
                List<Object> all = new ArrayList<>();
                elements.forEachRemaining(element -> all.add(mapper.apply(element)));
                return all.iterator();
            });
        } else if (operation instanceof Operation.Filter filter) {
            return input.filter(filter.predicate()::test);
        } else if (operation instanceof Operation.FlatMap flatMap) {
            Splitter splitter = flatMap.splitter();
            return input.flatMap(element -> splitter.apply(element).iterator());
        } else if (operation instanceof Operation.MapToPair toPair) {
            return items(input.mapToPair(toPair.keyer()::apply));
        } else if (operation instanceof Operation.FlatMapToPair toPairs) {
            Splitter splitter = toPairs.splitter();
            Keyer keyer = toPairs.keyer();
            return items(input.flatMapToPair(element ->
                    splitter.apply(element).stream().map(keyer::apply).iterator()));
        } else if (operation instanceof Operation.Keys) {
            return pairs(input).keys();
        } else if (operation instanceof Operation.ValuesOf) {
            return pairs(input).values();
        } else if (operation instanceof Operation.Distinct) {
            return input.transform((RDD<Object> rdd) -> ofDataSets.apply(operation, List.of(rdd)));
        } else if (operation instanceof Operation.CountByValue count) {
            DStream<Object> simple = input.map(Interpreter.SIMPLE.function());
            return items(count.partitions() == 0 ? simple.countByValue() : simple.countByValue(count.partitions()));
        } else if (operation instanceof Operation.Count) {
            return items(input.count());
        } else if (operation instanceof Operation.Reduce reduce) {
            return input.reduce(reduce.reducer().function());
        } else if (operation instanceof Operation.Repartition repartition) {
            return input.repartition(repartition.partitions());
        }
        throw new IllegalArgumentException("no operation of streams: " + operation);
    }

    private static PairDStream<Object, Object> ofPairs(Operation.OfPairs operation, PairDStream<Object, Object> input) {
        if (operation instanceof Operation.MapValues mapValues) {
            return input.mapValues(mapValues.mapper().function());
        } else if (operation instanceof Operation.FlatMapValues flatMapValues) {
            Splitter splitter = flatMapValues.splitter();
            return input.flatMapValues(value -> splitter.apply(value).iterator());
        } else if (operation instanceof Operation.ReduceByKey reduce) {
            Function2<Object, Object, Object> function = reduce.reducer().function();
            return reduce.partitions() == 0
                    ? input.reduceByKey(function)
                    : input.reduceByKey(function, reduce.partitions());
        } else if (operation instanceof Operation.Remember remember) {
            return untyped(state(remember, input));
        } else if (operation instanceof Operation.GroupByKey group) {
            return untyped(group.partitions() == 0 ? input.groupByKey() : input.groupByKey(group.partitions()));
        } else if (operation instanceof Operation.CombineByKey combine) {
            return input.<List<Object>>combineByKey(
                            value -> RddOperations.add(new ArrayList<>(), value),
                            RddOperations::add,
                            RddOperations::addAll,
                            new HashPartitioner(Math.max(1, combine.partitions())),
                            combine.mapSide())
                    .mapValues(Interpreter::summary);
        }
        throw new IllegalArgumentException("no operation of streams: " + operation);
    }

    private static PairDStream<Object, Long> state(Operation.Remember remember, PairDStream<Object, Object> input) {
        PairDStream<Object, Long> countable = input.mapValues(value -> (Long) StreamInterpreter.COUNTABLE.apply(value));
        int partitions = Math.max(1, remember.partitions());
        if (remember.byUpdate()) {
            return countable.updateStateByKey(
                    (List<Long> values, Optional<Long> before) -> {
                        Simulation.maybeFailTask();
                        long sum = before.orElse(0L) + 1;
                        for (long value : values) {
                            sum += value;
                        }
                        return sum % 7 == 0 ? Optional.empty() : Optional.of(sum);
                    },
                    partitions);
        }
        return countable
                .mapWithState(StateSpec.function((Object key, Optional<Long> value, State<Long> state) -> {
                            Simulation.maybeFailTask();
                            state.update(state.getOption().orElse(0L) + value.orElse(0L));
                            return key;
                        })
                        .numPartitions(partitions))
                .stateSnapshots();
    }

    private static PairDStream<Object, Object> ofTwo(
            Operation.OfTwo operation, PairDStream<Object, Object> left, PairDStream<Object, Object> right) {
        if (operation instanceof Operation.CoGroup coGroup) {
            return untyped(coGroup.partitions() == 0 ? left.cogroup(right) : left.cogroup(right, coGroup.partitions()));
        } else if (operation instanceof Operation.Join join) {
            int partitions = join.partitions();
            return untyped(
                    switch (join.sides()) {
                        case INNER -> partitions == 0 ? left.join(right) : left.join(right, partitions);
                        case LEFT ->
                            partitions == 0 ? left.leftOuterJoin(right) : left.leftOuterJoin(right, partitions);
                        case RIGHT ->
                            partitions == 0 ? left.rightOuterJoin(right) : left.rightOuterJoin(right, partitions);
                        case FULL ->
                            partitions == 0 ? left.fullOuterJoin(right) : left.fullOuterJoin(right, partitions);
                    });
        }
        throw new IllegalArgumentException("no operation of streams: " + operation);
    }

    private Duration batches(int number) {
        return new Duration(interval.milliseconds() * number);
    }

    private DStream<Object> window(Operation.Windowed operation, DStream<Object> input) {
        Duration length = batches(operation.length());
        Duration slide = batches(operation.slide());
        if (operation instanceof Operation.Window) {
            return input.window(length, slide);
        } else if (operation instanceof Operation.CountByWindow) {
            return items(input.countByWindow(length, slide));
        } else if (operation instanceof Operation.CountByValueAndWindow count) {
            DStream<Object> simple = input.map(Interpreter.SIMPLE.function());
            return items(
                    count.partitions() == 0
                            ? simple.countByValueAndWindow(length, slide)
                            : simple.countByValueAndWindow(length, slide, count.partitions()));
        } else if (operation instanceof Operation.ReduceByWindow reduce) {
            return input.reduceByWindow(reduce.reducer().function(), length, slide);
        } else if (operation instanceof Operation.GroupByKeyAndWindow group) {
            return items(
                    group.partitions() == 0
                            ? pairs(input).groupByKeyAndWindow(length, slide)
                            : pairs(input).groupByKeyAndWindow(length, slide, group.partitions()));
        } else if (operation instanceof Operation.ReduceByKeyAndWindow reduce) {
            Function2<Object, Object, Object> function = reduce.reducer().function();
            return items(
                    reduce.partitions() == 0
                            ? pairs(input).reduceByKeyAndWindow(function, length, slide)
                            : pairs(input).reduceByKeyAndWindow(function, length, slide, reduce.partitions()));
        } else if (operation instanceof Operation.SumByKeyAndWindow sum) {
            return items(sums(pairs(input), sum, length, slide));
        }
        throw new IllegalArgumentException("no operation of streams: " + operation);
    }

    private static PairDStream<Object, Long> sums(
            PairDStream<Object, Object> input, Operation.SumByKeyAndWindow sum, Duration length, Duration slide) {
        PairDStream<Object, Long> countable = input.mapValues(value -> (Long) StreamInterpreter.COUNTABLE.apply(value));
        Function2<Long, Long, Long> add = Long::sum;
        Function2<Long, Long, Long> subtract = (total, gone) -> total - gone;
        Function<Tuple2<Object, Long>, Boolean> left = pair -> pair._2() != 0;
        if (sum.partitions() == 0 && !sum.filtered()) {
            return countable.reduceByKeyAndWindow(add, subtract, length, slide).filter(left);
        }
        PairDStream<Object, Long> sums = countable.reduceByKeyAndWindow(
                add, subtract, length, slide, Math.max(1, sum.partitions()), sum.filtered() ? left : null);
        return sum.filtered() ? sums : sums.filter(left);
    }
}
