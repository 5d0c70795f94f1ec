package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Rethrow;
import dev.millrace.function.Function2;
import dev.millrace.rdd.RDD;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a function on the driver makes of the data sets of several parents of the same time; a missing one is empty. */
final class TransformedDStream<T> extends DStream<T> {
    private final String name;
    private final List<DStream<?>> parents;
    private final Function2<List<RDD<?>>, Time, ? extends RDD<T>> function;

    TransformedDStream(
            String name,
            StreamingContext context,
            List<? extends DStream<?>> parents,
            Function2<List<RDD<?>>, Time, ? extends RDD<T>> function) {
        super(context);
        this.name = name;
        this.parents = Parents.nodes(name, context, parents);
        this.function = function;
    }

    /** The data set of a parent, whose type the caller knows. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <S> RDD<S> at(List<RDD<?>> rdds, int parent) {
        return (RDD<S>) rdds.get(parent);
    }

    @Override
    public Duration slideDuration() {
        return parents.get(0).slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return parents;
    }

    @Override
    public Optional<RDD<T>> compute(Time validTime) {
        List<RDD<?>> rdds = new ArrayList<>(parents.size());
        for (DStream<?> parent : parents) {
            rdds.add(made(parent, validTime));
        }
        @Nullable RDD<T> made;
        try {
            made = function.call(rdds, validTime);
        } catch (Exception e) {
            throw Rethrow.unchecked(e);
        }
        if (made == null) {
            throw new MillraceException(
                    ErrorCode.DRIVER_FUNCTION,
                    "batch " + validTime + ": the function given to " + this
                            + " returned null; return an empty data set: context.millraceContext().emptyRDD()");
        }
        return Optional.of(made);
    }

    private <S> RDD<S> made(DStream<S> parent, Time time) {
        return parent.getOrCompute(time)
                .orElseGet(() -> context().millraceContext().emptyRDD());
    }

    @Override
    String name() {
        return name;
    }
}
