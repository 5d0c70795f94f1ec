package dev.millrace.oracle;

import static dev.millrace.oracle.Shape.ITEMS;
import static dev.millrace.oracle.Shape.PAIRS;

import java.util.List;

/**
 * What a node of a {@link Graph} does to its inputs. A number of partitions of 0 leaves it to the engine; it must make no
 * difference to what comes out. Windows and slides are counted in batches.
 */
sealed interface Operation {
    /** The shapes of the inputs. */
    List<Shape> takes();

    /** The shape of what comes out. */
    Shape gives();

    /** Where data comes in: in each batch those of that number. */
    record Source(int number) implements Operation {
        @Override
        public List<Shape> takes() {
            return List.of();
        }

        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    /** An operation with one input. */
    sealed interface Unary extends Operation {
        Shape from();

        @Override
        default List<Shape> takes() {
            return List.of(from());
        }
    }

    sealed interface OfItems extends Unary {
        @Override
        default Shape from() {
            return ITEMS;
        }
    }

    sealed interface OfPairs extends Unary {
        @Override
        default Shape from() {
            return PAIRS;
        }

        @Override
        default Shape gives() {
            return PAIRS;
        }
    }

    /** Of two inputs with keys. */
    sealed interface OfTwo extends Operation {
        @Override
        default List<Shape> takes() {
            return List.of(PAIRS, PAIRS);
        }

        @Override
        default Shape gives() {
            return PAIRS;
        }
    }

    /** An operation that leaves the elements as they are. */
    sealed interface Keeping extends Unary {
        @Override
        default Shape gives() {
            return from();
        }
    }

    // One element at a time

    record Map(Shape from, Mapper mapper) implements Unary {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    record Filter(Shape from, Predicate predicate) implements Keeping {}

    record FlatMap(Shape from, Splitter splitter) implements Unary {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    /** The same as {@link Map}, with an iterator over a whole partition. */
    record MapPartitions(Shape from, Mapper mapper) implements Unary {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    record MapToPair(Shape from, Keyer keyer) implements Unary {
        @Override
        public Shape gives() {
            return PAIRS;
        }
    }

    record FlatMapToPair(Shape from, Splitter splitter, Keyer keyer) implements Unary {
        @Override
        public Shape gives() {
            return PAIRS;
        }
    }

    record Keys(Shape from) implements Unary {
        Keys() {
            this(PAIRS);
        }

        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    record ValuesOf(Shape from) implements Unary {
        ValuesOf() {
            this(PAIRS);
        }

        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    record MapValues(Mapper mapper) implements OfPairs {}

    record FlatMapValues(Splitter splitter) implements OfPairs {}

    // Of whole data sets

    record Union(Shape from, int parts) implements Operation {
        @Override
        public List<Shape> takes() {
            return java.util.Collections.nCopies(parts, from);
        }

        @Override
        public Shape gives() {
            return from;
        }
    }

    /** The simple values of the elements, each once. */
    record Distinct(int partitions) implements OfItems {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    record Repartition(Shape from, int partitions) implements Keeping {}

    /** Of data sets alone; in a stream inside a transformation. */
    record Coalesce(Shape from, int partitions) implements Keeping {}

    record PartitionBy(int partitions, boolean byHash) implements OfPairs {}

    record SortByKey(boolean ascending, int partitions) implements OfPairs {}

    /** The simple values of the elements, and how often each occurs. */
    record CountByValue(int partitions) implements OfItems {
        @Override
        public Shape gives() {
            return PAIRS;
        }
    }

    /** One element: how many there are. */
    record Count(Shape from) implements Unary {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    /** One element: all of them reduced; none of none. */
    record Reduce(Reducer reducer) implements OfItems {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    // By key

    record ReduceByKey(Reducer reducer, int partitions) implements OfPairs {}

    record GroupByKey(int partitions) implements OfPairs {}

    /** All values of a key in a list that the functions change; how many, and their weights, come out. */
    record CombineByKey(boolean mapSide, int partitions) implements OfPairs {}

    record AggregateByKey(int partitions) implements OfPairs {}

    enum Sides {
        INNER,
        LEFT,
        RIGHT,
        FULL
    }

    record Join(Sides sides, int partitions) implements OfTwo {}

    record CoGroup(int partitions) implements OfTwo {}

    /** Of data sets alone; in a stream inside a transformation. */
    record SubtractByKey() implements OfTwo {}

    // Of streams

    /** An operation that takes in the elements of several batches. */
    sealed interface Windowed extends Operation {
        int length();

        int slide();
    }

    record Window(Shape from, int length, int slide) implements Keeping, Windowed {}

    record ReduceByKeyAndWindow(Reducer reducer, int length, int slide, int partitions) implements OfPairs, Windowed {}

    /**
     * The sum of a countable weight for each key, with an inverse function.
     *
     * @param filtered whether the window drops keys without a value left; else they may stay, with a sum of 0, which is
     *     dropped behind the window, because nothing is promised about them
     */
    record SumByKeyAndWindow(boolean filtered, int length, int slide, int partitions) implements OfPairs, Windowed {}

    record GroupByKeyAndWindow(int length, int slide, int partitions) implements OfPairs, Windowed {}

    record CountByWindow(Shape from, int length, int slide) implements Unary, Windowed {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    record CountByValueAndWindow(int length, int slide, int partitions) implements OfItems, Windowed {
        @Override
        public Shape gives() {
            return PAIRS;
        }
    }

    record ReduceByWindow(Reducer reducer, int length, int slide) implements OfItems, Windowed {
        @Override
        public Shape gives() {
            return ITEMS;
        }
    }

    /**
     * State for each key: what it was, and a countable weight of each value; with {@code byUpdate} one more at each batch, and
     * gone where that is a multiple of 7. The state of all keys comes out.
     */
    record Remember(boolean byUpdate, int partitions) implements OfPairs {}

    /** An operation of data sets in {@code transform} or {@code transformWith}. */
    record Transform(Operation inner) implements Operation {
        @Override
        public List<Shape> takes() {
            return inner.takes();
        }

        @Override
        public Shape gives() {
            return inner.gives();
        }
    }
}
