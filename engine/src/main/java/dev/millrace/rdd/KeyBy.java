package dev.millrace.rdd;

import dev.millrace.function.Function;
import dev.millrace.function.PairFunction;
import dev.millrace.function.Tuple2;

/** Each element with the key that a function gives it. */
record KeyBy<T, K>(Function<T, K> function) implements PairFunction<T, K, T>, DerivedFunction {
    @Override
    public Tuple2<K, T> call(T element) throws Exception {
        return new Tuple2<>(function.call(element), element);
    }

    @Override
    public void key(PlanKey key) {
        key.value(KeyBy.class).function(function);
    }
}
