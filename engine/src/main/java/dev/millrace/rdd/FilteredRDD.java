package dev.millrace.rdd;

import dev.millrace.execution.Chain;
import dev.millrace.execution.Sink;
import dev.millrace.function.Function;

/** The elements for which a predicate holds; order and partitioning stay as they are. */
final class FilteredRDD<T> extends NarrowRDD<T, T> {
    private static final long serialVersionUID = 1L;

    private final Function<T, Boolean> function;

    FilteredRDD(RDD<T> parent, Function<T, Boolean> function) {
        super(parent);
        this.function = function;
    }

    @Override
    Sink<T> attach(Sink<T> downstream, Chain chain) {
        return chain.filter(function, downstream);
    }

    @Override
    boolean preservesPartitioning() {
        return true;
    }

    @Override
    void key(PlanKey key) {
        key.value(FilteredRDD.class).function(function);
    }

    @Override
    String operation() {
        return "filter";
    }
}
