package dev.millrace.rdd;

import dev.millrace.execution.CollectSink;
import dev.millrace.execution.CountSink;
import dev.millrace.execution.FoldingSink;
import dev.millrace.execution.RecordChunk;
import dev.millrace.execution.TakeSink;
import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import dev.millrace.function.VoidFunction;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions behind the methods of {@link RDD}. */
final class Actions {
    private Actions() {}

    static final class Count<T> extends Action<T, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long run(PartitionReader<T> partition, TaskContext task) throws Exception {
            CountSink<T> sink = new CountSink<>();
            partition.drainTo(sink);
            return sink.count();
        }

        @Override
        public void key(PlanKey key) {
            key.value(Count.class);
        }
    }

    static final class Collect<T> extends Action<T, RecordChunk> {
        private static final long serialVersionUID = 1L;

        @Override
        public RecordChunk run(PartitionReader<T> partition, TaskContext task) throws Exception {
            CollectSink<T> sink = new CollectSink<>();
            partition.drainTo(sink);
            return sink.toChunk();
        }

        @Override
        public void key(PlanKey key) {
            key.value(Collect.class);
        }
    }

    static final class Take<T> extends Action<T, List<T>> {
        private static final long serialVersionUID = 1L;
        private final int limit;

        Take(int limit) {
            this.limit = limit;
        }

        @Override
        public List<T> run(PartitionReader<T> partition, TaskContext task) throws Exception {
            TakeSink<T> sink = new TakeSink<>(limit);
            partition.drainTo(sink);
            return sink.records();
        }

        @Override
        public void key(PlanKey key) {
            key.value(Take.class).value(limit);
        }
    }

    /** A partition's value; absent when it had no records. */
    record Folded<A>(boolean isDefined, @Nullable A value) implements java.io.Serializable {}

    static final class Reduce<T> extends Action<T, Folded<T>> {
        private static final long serialVersionUID = 1L;
        private final Function2<T, T, T> function;

        Reduce(Function2<T, T, T> function) {
            this.function = function;
        }

        @Override
        public Folded<T> run(PartitionReader<T> partition, TaskContext task) throws Exception {
            FoldingSink<T, T> sink = task.services().chain().reduce(function);
            partition.drainTo(sink);
            return new Folded<>(sink.isDefined(), sink.value());
        }

        @Override
        public void key(PlanKey key) {
            key.value(Reduce.class).function(function);
        }
    }

    static final class Fold<T, A> extends Action<T, Folded<A>> {
        private static final long serialVersionUID = 1L;
        private final byte[] zero;
        private final Function2<A, T, A> function;

        Fold(byte[] zero, Function2<A, T, A> function) {
            this.zero = zero;
            this.function = function;
        }

        @Override
        public Folded<A> run(PartitionReader<T> partition, TaskContext task) throws Exception {
            FoldingSink<T, A> sink = task.services().chain().fold(FreshCopies.<A>of(zero, function), function);
            partition.drainTo(sink);
            return new Folded<>(true, sink.value());
        }

        @Override
        public void key(PlanKey key) {
            key.value(Fold.class).function(function).value(java.nio.ByteBuffer.wrap(zero));
        }
    }

    static final class Foreach<T> extends Action<T, Boolean> {
        private static final long serialVersionUID = 1L;
        private final VoidFunction<T> function;

        Foreach(VoidFunction<T> function) {
            this.function = function;
        }

        @Override
        public Boolean run(PartitionReader<T> partition, TaskContext task) throws Exception {
            partition.drainTo(task.services().chain().foreach(function));
            return true;
        }

        @Override
        public void key(PlanKey key) {
            key.value(Foreach.class).function(function);
        }
    }

    static final class ForeachPartition<T> extends Action<T, Boolean> {
        private static final long serialVersionUID = 1L;
        private final VoidFunction<Iterator<T>> function;

        ForeachPartition(VoidFunction<Iterator<T>> function) {
            this.function = function;
        }

        @Override
        public Boolean run(PartitionReader<T> partition, TaskContext task) throws Exception {
            function.call(partition.iterator());
            return true;
        }

        @Override
        public void key(PlanKey key) {
            key.value(ForeachPartition.class).function(function);
        }
    }

    /** Any function of a partition's elements, for the engine's rarer operations. */
    static final class OfIterator<T, R> extends Action<T, R> {
        private static final long serialVersionUID = 1L;
        private final Function<Iterator<T>, R> function;

        OfIterator(Function<Iterator<T>, R> function) {
            this.function = function;
        }

        @Override
        public R run(PartitionReader<T> partition, TaskContext task) throws Exception {
            return function.call(partition.iterator());
        }

        @Override
        public void key(PlanKey key) {
            key.value(OfIterator.class).function(function);
        }
    }
}
