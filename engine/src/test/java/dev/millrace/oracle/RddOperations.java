package dev.millrace.oracle;

import dev.millrace.function.Tuple2;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations as a program asks the engine for them. A subclass may do one wrongly, to see whether that is noticed. */
class RddOperations {
    /** A data set of pairs with its keyed view. */
    @SuppressWarnings("unchecked")
    static PairRDD<Object, Object> pairs(RDD<Object> rdd) {
        return PairRDD.of((RDD<Tuple2<Object, Object>>) (RDD<?>) rdd);
    }

    @SuppressWarnings("unchecked")
    static RDD<Object> items(RDD<?> rdd) {
        return (RDD<Object>) rdd;
    }

    RDD<Object> apply(Operation operation, List<RDD<Object>> inputs) {
        if (operation instanceof Operation.Union) {
            return union(inputs);
        }
        if (operation instanceof Operation.OfTwo two) {
            return items(ofTwo(two, pairs(inputs.get(0)), pairs(inputs.get(1))));
        }
        if (operation instanceof Operation.OfPairs byKey) {
            return items(ofPairs(byKey, pairs(inputs.get(0))));
        }
        return ofOne(operation, inputs.get(0));
    }

    RDD<Object> union(List<RDD<Object>> inputs) {
        return inputs.size() == 2
                ? inputs.get(0).union(inputs.get(1))
                : inputs.get(0).context().union(inputs);
    }

    private RDD<Object> ofOne(Operation operation, RDD<Object> input) {
        if (operation instanceof Operation.Map map) {
            return input.map(map.mapper().function());
        } else if (operation instanceof Operation.MapPartitions map) {
            Mapper mapper = map.mapper();
            return input.mapPartitions(elements -> mapped(elements, mapper));
        } else if (operation instanceof Operation.Filter filter) {
            return filter(input, filter.predicate());
        } else if (operation instanceof Operation.FlatMap flatMap) {
            Splitter splitter = flatMap.splitter();
            return input.flatMap(element -> splitter.apply(element).iterator());
        } else if (operation instanceof Operation.MapToPair toPair) {
            Keyer keyer = toPair.keyer();
            return items(input.mapToPair(keyer::apply));
        } else if (operation instanceof Operation.FlatMapToPair toPairs) {
            Splitter splitter = toPairs.splitter();
            Keyer keyer = toPairs.keyer();
            return items(input.flatMapToPair(element ->
                    splitter.apply(element).stream().map(keyer::apply).iterator()));
        } else if (operation instanceof Operation.Keys) {
            return pairs(input).keys();
        } else if (operation instanceof Operation.ValuesOf) {
            return pairs(input).values();
        } else if (operation instanceof Operation.Distinct distinct) {
            RDD<Object> simple = input.map(Interpreter.SIMPLE.function());
            return distinct.partitions() == 0 ? simple.distinct() : simple.distinct(distinct.partitions());
        } else if (operation instanceof Operation.CountByValue count) {
            return items(reduceByKey(
                    input.mapToPair(element -> new Tuple2<>(Interpreter.SIMPLE.apply(element), 1L)),
                    Reducer.SUM,
                    count.partitions()));
        } else if (operation instanceof Operation.Repartition repartition) {
            return input.repartition(Math.max(1, repartition.partitions()));
        } else if (operation instanceof Operation.Coalesce coalesce) {
            return input.coalesce(Math.max(1, coalesce.partitions()));
        }
        throw new IllegalArgumentException("no operation of data sets: " + operation);
    }

    RDD<Object> filter(RDD<Object> input, Predicate predicate) {
        return input.filter(predicate::test);
    }

    private static Iterator<Object> mapped(Iterator<Object> elements, Mapper mapper) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            @SuppressWarnings("NullAway")
            public @Nullable Object next() {
                return mapper.apply(elements.next());
            }
        };
    }

    private PairRDD<Object, Object> ofPairs(Operation.OfPairs operation, PairRDD<Object, Object> input) {
        if (operation instanceof Operation.MapValues mapValues) {
            return input.mapValues(mapValues.mapper().function());
        } else if (operation instanceof Operation.FlatMapValues flatMapValues) {
            Splitter splitter = flatMapValues.splitter();
            return input.flatMapValues(value -> splitter.apply(value).iterator());
        } else if (operation instanceof Operation.ReduceByKey reduce) {
            return reduceByKey(input, reduce.reducer(), reduce.partitions());
        } else if (operation instanceof Operation.GroupByKey group) {
            return untyped(group.partitions() == 0 ? input.groupByKey() : input.groupByKey(group.partitions()));
        } else if (operation instanceof Operation.CombineByKey combine) {
            return combineByKey(input, combine);
        } else if (operation instanceof Operation.AggregateByKey aggregate) {
            List<Object> zero = new ArrayList<>();
            PairRDD<Object, List<Object>> lists = aggregate.partitions() == 0
                    ? input.aggregateByKey(zero, RddOperations::add, RddOperations::addAll)
                    : input.aggregateByKey(zero, aggregate.partitions(), RddOperations::add, RddOperations::addAll);
            return lists.mapValues(Interpreter::summary);
        } else if (operation instanceof Operation.PartitionBy partitionBy) {
            return input.partitionBy(partitioner(partitionBy));
        } else if (operation instanceof Operation.SortByKey sort) {
            return sort.partitions() == 0
                    ? input.sortByKey(Values.order(), sort.ascending())
                    : input.sortByKey(Values.order(), sort.ascending(), sort.partitions());
        }
        throw new IllegalArgumentException("no operation of data sets: " + operation);
    }

    private static Partitioner partitioner(Operation.PartitionBy by) {
        int partitions = Math.max(1, by.partitions());
        return by.byHash() ? new HashPartitioner(partitions) : new Striped(partitions);
    }

    PairRDD<Object, Object> reduceByKey(PairRDD<Object, Object> input, Reducer reducer, int partitions) {
        return partitions == 0
                ? input.reduceByKey(reducer.function())
                : input.reduceByKey(reducer.function(), partitions);
    }

    private static PairRDD<Object, Object> combineByKey(PairRDD<Object, Object> input, Operation.CombineByKey combine) {
        int partitions = combine.partitions() == 0 ? input.getNumPartitions() : combine.partitions();
        return input.<List<Object>>combineByKey(
                        value -> add(new ArrayList<>(), value),
                        RddOperations::add,
                        RddOperations::addAll,
                        new HashPartitioner(Math.max(1, partitions)),
                        combine.mapSide())
                .mapValues(Interpreter::summary);
    }

    static List<Object> add(List<Object> list, @Nullable Object value) {
        list.add(value);
        return list;
    }

    static List<Object> addAll(List<Object> list, List<Object> others) {
        list.addAll(others);
        return list;
    }

    @SuppressWarnings("unchecked")
    static PairRDD<Object, Object> untyped(PairRDD<Object, ?> rdd) {
        return (PairRDD<Object, Object>) rdd;
    }

    private PairRDD<Object, Object> ofTwo(
            Operation.OfTwo operation, PairRDD<Object, Object> left, PairRDD<Object, Object> right) {
        if (operation instanceof Operation.CoGroup coGroup) {
            return untyped(coGroup.partitions() == 0 ? left.cogroup(right) : left.cogroup(right, coGroup.partitions()));
        } else if (operation instanceof Operation.SubtractByKey) {
            return left.subtractByKey(right);
        } else if (operation instanceof Operation.Join join) {
            return untyped(join.partitions() == 0 ? join(join.sides(), left, right) : join(join, left, right));
        }
        throw new IllegalArgumentException("no operation of data sets: " + operation);
    }

    private static PairRDD<Object, ?> join(
            Operation.Sides sides, PairRDD<Object, Object> left, PairRDD<Object, Object> right) {
        return switch (sides) {
            case INNER -> left.join(right);
            case LEFT -> left.leftOuterJoin(right);
            case RIGHT -> left.rightOuterJoin(right);
            case FULL -> left.fullOuterJoin(right);
        };
    }

    private static PairRDD<Object, ?> join(
            Operation.Join join, PairRDD<Object, Object> left, PairRDD<Object, Object> right) {
        int partitions = join.partitions();
        return switch (join.sides()) {
            case INNER -> left.join(right, partitions);
            case LEFT -> left.leftOuterJoin(right, partitions);
            case RIGHT -> left.rightOuterJoin(right, partitions);
            case FULL -> left.fullOuterJoin(right, partitions);
        };
    }
}
