package dev.millrace.rdd;

import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a pair has this key. */
record HasKey<K, V>(@Nullable K wanted) implements Function<Tuple2<K, V>, Boolean>, DerivedFunction {
    @Override
    public Boolean call(Tuple2<K, V> pair) {
        return Objects.equals(pair._1(), wanted);
    }

    @Override
    public void key(PlanKey key) {
        key.value(HasKey.class).value(wanted);
    }
}
