package dev.millrace.streaming;

import dev.millrace.function.Function3;
import dev.millrace.function.Function4;
import dev.millrace.rdd.HashPartitioner;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.Partitioner;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How {@link PairDStream#mapWithState} keeps state: a function, and what is set on top. Each method returns this object.
 *
 * @param <K> keys
 * @param <V> values
 * @param <S> the state of a key
 * @param <M> what the function gives out
 */
public final class StateSpec<K, V, S, M> {
    private final Function4<Time, K, Optional<V>, State<S>, Optional<M>> function;
    private @Nullable PairRDD<K, S> initialState;
    private @Nullable Partitioner partitioner;
    private @Nullable Duration timeout;

    private StateSpec(Function4<Time, K, Optional<V>, State<S>, Optional<M>> function) {
        this.function = function;
    }

    /**
     * With a function of the batch's time, a key, its value, and its state, whose result may be none. It is called for each
     * value, and once more without a value when the state times out.
     *
     * @throws dev.millrace.error.MillraceException when it cannot be sent to executors
     */
    public static <K, V, S, M> StateSpec<K, V, S, M> function(
            Function4<Time, K, Optional<V>, State<S>, Optional<M>> mappingFunction) {
        Functions.requireSerializable("StateSpec.function", mappingFunction);
        return new StateSpec<>(mappingFunction);
    }

    /** As {@link #function(Function4)}, with a function that does not look at the time and always has a result. */
    public static <K, V, S, M> StateSpec<K, V, S, M> function(Function3<K, Optional<V>, State<S>, M> mappingFunction) {
        Functions.requireSerializable("StateSpec.function", mappingFunction);
        return new StateSpec<>(
                (time, key, value, state) -> Optional.ofNullable(mappingFunction.call(key, value, state)));
    }

    /** The state to begin with; it has no effect in a job that goes on from a checkpoint. */
    public StateSpec<K, V, S, M> initialState(PairRDD<K, S> rdd) {
        initialState = rdd;
        return this;
    }

    public StateSpec<K, V, S, M> numPartitions(int numPartitions) {
        return partitioner(new HashPartitioner(numPartitions));
    }

    public StateSpec<K, V, S, M> partitioner(Partitioner newPartitioner) {
        partitioner = newPartitioner;
        return this;
    }

    /** The state of a key for which nothing has come for longer than that goes, after the function has seen it once more. */
    public StateSpec<K, V, S, M> timeout(Duration idleDuration) {
        timeout = idleDuration;
        return this;
    }

    Function4<Time, K, Optional<V>, State<S>, Optional<M>> function() {
        return function;
    }

    @Nullable
    PairRDD<K, S> initialState() {
        return initialState;
    }

    @Nullable
    Partitioner partitioner() {
        return partitioner;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }
}
