package dev.millrace.oracle;

import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes random graphs of data sets or of streams. */
final class GraphGenerator {
    private static final List<StorageLevel> LEVELS = List.of(
            StorageLevel.MEMORY_ONLY,
            StorageLevel.MEMORY_ONLY_SER,
            StorageLevel.MEMORY_AND_DISK,
            StorageLevel.MEMORY_AND_DISK_SER,
            StorageLevel.DISK_ONLY,
            StorageLevel.MEMORY_ONLY_2,
            StorageLevel.MEMORY_AND_DISK_SER_2);
    private static final int LONGEST_SLIDE = 6;

    private final SplittableRandom random;
    private final boolean streams;
    private final List<Node> nodes = new ArrayList<>();

    private GraphGenerator(SplittableRandom random, boolean streams) {
        this.random = random;
        this.streams = streams;
    }

    /** @param most operations beyond the sources, at most */
    static Graph ofDataSets(SplittableRandom random, int sources, int most) {
        return new GraphGenerator(random, false).graph(sources, most);
    }

    static Graph ofStreams(SplittableRandom random, int sources, int most) {
        return new GraphGenerator(random, true).graph(sources, most);
    }

    private Graph graph(int sources, int most) {
        for (int i = 0; i < sources; i++) {
            nodes.add(new Node(new Operation.Source(i), List.of(), StorageLevel.NONE));
        }
        int size = sources + 1 + random.nextInt(most);
        while (nodes.size() < size) {
            Operation operation = operation();
            List<Integer> inputs = operation == null ? null : inputs(operation);
            if (operation != null && inputs != null) {
                StorageLevel level = random.nextInt(6) == 0 ? oneOf(LEVELS) : StorageLevel.NONE;
                nodes.add(new Node(operation, inputs, level));
            }
        }
        return new Graph(nodes);
    }

    /** Inputs of the right shapes, of equal slides; null when there are none. */
    private @Nullable List<Integer> inputs(Operation operation) {
        List<Integer> inputs = new ArrayList<>();
        for (Shape shape : operation.takes()) {
            List<Integer> candidates = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).operation().gives() == shape && fits(operation, i, inputs)) {
                    candidates.add(i);
                }
            }
            if (candidates.isEmpty()) {
                return null;
            }
            int back = Math.min(random.nextInt(candidates.size()), random.nextInt(candidates.size()));
            inputs.add(candidates.get(candidates.size() - 1 - back));
        }
        return inputs;
    }

    private boolean fits(Operation operation, int candidate, List<Integer> others) {
        if (!streams) {
            return true;
        }
        int slide = slide(candidate);
        if (operation instanceof Operation.Windowed window) {
            return window.slide() % slide == 0 && window.length() % slide == 0;
        }
        return others.isEmpty() || slide(others.get(0)) == slide;
    }

    private int slide(int node) {
        return StreamInterpreter.slide(new Graph(nodes), node);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private int partitions() {
        return random.nextInt(3) == 0 ? 0 : oneOf(List.of(1, 2, 3, 4, 5, 7, 13));
    }

    private Shape shape() {
        return random.nextBoolean() ? Shape.ITEMS : Shape.PAIRS;
    }

    private Mapper mapper() {
        return new Mapper(oneOf(List.of(Mapper.Kind.values())), random.nextInt(50));
    }

    private Predicate predicate() {
        return new Predicate(random.nextInt(12) == 0 ? 1 : 2 + random.nextInt(4), random.nextInt(5));
    }

    private Splitter splitter() {
        return new Splitter(1 + random.nextInt(3), random.nextInt(50));
    }

    private Keyer keyer() {
        int keys = oneOf(List.of(1, 3, 8, 40));
        return new Keyer(keys, random.nextInt(50), mapper());
    }

    private Reducer reducer() {
        return oneOf(List.of(Reducer.values()));
    }

    private @Nullable Operation operation() {
        if (streams && random.nextInt(3) == 0) {
            return ofStreams();
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> perElement();
            case 2 -> keyed();
            case 3 -> byKey();
            case 4 -> ofTwo();
            default -> whole();
        };
    }

    private Operation perElement() {
        return switch (random.nextInt(6)) {
            case 0 -> new Operation.Map(shape(), mapper());
            case 1 -> new Operation.Filter(shape(), predicate());
            case 2 -> new Operation.FlatMap(shape(), splitter());
            case 3 -> new Operation.MapPartitions(shape(), mapper());
            case 4 -> new Operation.MapValues(mapper());
            default -> new Operation.FlatMapValues(splitter());
        };
    }

    private Operation keyed() {
        return switch (random.nextInt(6)) {
            case 0 -> new Operation.FlatMapToPair(shape(), splitter(), keyer());
            case 1 -> new Operation.Keys();
            case 2 -> new Operation.ValuesOf();
            default -> new Operation.MapToPair(shape(), keyer());
        };
    }

    private Operation byKey() {
        return switch (random.nextInt(streams ? 5 : 7)) {
            case 0, 1 -> new Operation.ReduceByKey(reducer(), partitions());
            case 2 -> new Operation.GroupByKey(partitions());
            case 3 -> new Operation.CombineByKey(random.nextBoolean(), partitions());
            case 4 -> new Operation.CountByValue(partitions());
            case 5 -> new Operation.AggregateByKey(partitions());
            default -> ofData();
        };
    }

    /** Operations that only data sets have. */
    private Operation ofData() {
        return switch (random.nextInt(4)) {
            case 0 -> new Operation.PartitionBy(partitions(), random.nextBoolean());
            case 1 -> new Operation.SortByKey(random.nextBoolean(), partitions());
            case 2 -> new Operation.SubtractByKey();
            default -> new Operation.Coalesce(shape(), 1 + random.nextInt(4));
        };
    }

    private Operation ofTwo() {
        if (random.nextInt(3) == 0) {
            return new Operation.CoGroup(partitions());
        }
        return new Operation.Join(oneOf(List.of(Operation.Sides.values())), partitions());
    }

    private Operation whole() {
        return switch (random.nextInt(5)) {
            case 0 -> new Operation.Union(shape(), 2 + random.nextInt(2));
            case 1 -> new Operation.Distinct(partitions());
            case 2 -> new Operation.Repartition(shape(), 1 + random.nextInt(5));
            case 3 -> streams ? new Operation.Transform(transformed()) : ofData();
            default -> new Operation.Union(shape(), 2);
        };
    }

    private Operation transformed() {
        return switch (random.nextInt(4)) {
            case 0 -> new Operation.Distinct(partitions());
            case 1 -> new Operation.Join(Operation.Sides.INNER, partitions());
            case 2 -> new Operation.AggregateByKey(partitions());
            default -> ofData();
        };
    }

    private @Nullable Operation ofStreams() {
        int unit = slide(random.nextInt(nodes.size()));
        int slide = unit * (1 + random.nextInt(3));
        int length = unit * (1 + random.nextInt(5));
        if (slide > LONGEST_SLIDE) {
            return null;
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Operation.Window(shape(), length, slide);
            case 2, 3 -> new Operation.ReduceByKeyAndWindow(reducer(), length, slide, partitions());
            case 4, 5 -> new Operation.SumByKeyAndWindow(random.nextBoolean(), length, slide, partitions());
            case 6 -> new Operation.GroupByKeyAndWindow(length, slide, partitions());
            case 7 ->
                random.nextBoolean()
                        ? new Operation.CountByWindow(shape(), length, slide)
                        : new Operation.Count(shape());
            case 8 -> new Operation.CountByValueAndWindow(length, slide, partitions());
            default ->
                random.nextBoolean()
                        ? new Operation.ReduceByWindow(reducer(), length, slide)
                        : new Operation.Reduce(reducer());
        };
    }
}
