package dev.millrace.streaming;

import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.States;
import java.util.List;
import java.util.Optional;

/** What the function of {@link PairDStream#mapWithState} gives out in each batch. */
public final class MapWithStateDStream<K, V, S, M> extends DStream<M> {
    private final StateDStream<K, V, Object> state;
    private final boolean timed;

    MapWithStateDStream(StateDStream<K, V, Object> state, boolean timed) {
        super(state.context());
        this.state = state;
        this.timed = timed;
    }

    /** All keys with their states, as each batch leaves them. */
    @SuppressWarnings("unchecked") // a state with a timeout is kept with a time
    public PairDStream<K, S> stateSnapshots() {
        PairDStream<K, Object> kept = PairDStream.of(state);
        Function<Object, S> unwrap = timed ? pair -> ((Tuple2<S, Long>) pair)._1() : value -> (S) value;
        return kept.mapValues(unwrap);
    }

    /** Names the operation and its state. */
    @Override
    public MapWithStateDStream<K, V, S, M> uid(String name) {
        state.uid(name);
        super.uid(name + "/mapped");
        return this;
    }

    @Override
    String name() {
        return "mapped";
    }

    @Override
    public Duration slideDuration() {
        return state.slideDuration();
    }

    @Override
    public List<DStream<?>> dependencies() {
        return List.of(state);
    }

    @Override
    public Optional<RDD<M>> compute(Time validTime) {
        return state.getOrCompute(validTime).map(States::emitted);
    }
}
