package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes from batch to batch: made of the one before where that is kept, else of what there is besides. Which of the two is
 * decided anew whenever a job is planned.
 *
 * @param <M> how a plan computes the partitions
 */
abstract class VersionRDD<T, M extends VersionRDD.Mode<T>> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    /** What is decided when a plan is made. */
    interface Mode<T> {
        /** The version before, if this one is made of it. */
        @Nullable
        RDD<T> previous();
    }

    /** Given up once it is not needed any more, so that the versions do not hang together in one endless chain. */
    private transient volatile @Nullable RDD<T> previous;

    private transient @Nullable M mode;

    VersionRDD(MillraceContext context, @Nullable RDD<T> previous) {
        super(context);
        this.previous = previous;
    }

    /** The version before, if it is kept: it needs the one before it no more then. */
    final @Nullable RDD<T> keptBefore() {
        RDD<T> before = previous;
        if (before == null || !context().runner().isFullyKept(before)) {
            return null;
        }
        if (before instanceof VersionRDD<?, ?> computed) {
            computed.previous = null;
        }
        return before;
    }

    /** How the partitions can be computed now. */
    abstract M decide();

    /** What tasks read besides the version before, in the order in which their partitions have it. */
    abstract List<? extends RDD<?>> parents();

    final synchronized M mode() {
        M decided = mode;
        if (decided == null) {
            decided = decide();
            mode = decided;
        }
        return decided;
    }

    @Override
    final synchronized void replan() {
        mode = null;
    }

    /** The decision has a reference to the one before, which would chain all versions that there ever were. */
    @Override
    final synchronized void notKept() {
        mode = null;
        forgetPartitions();
    }

    @Override
    final Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        return materialize(partition, task).open(sink);
    }

    @Override
    public final List<Dependency<?>> dependencies() {
        return OneToOneDependency.onAll(parents());
    }

    @Override
    final boolean isVersion() {
        return true;
    }

    @Override
    final List<RDD<?>> alsoReads() {
        RDD<T> before = mode().previous();
        return before == null ? List.of() : List.of(before);
    }
}
