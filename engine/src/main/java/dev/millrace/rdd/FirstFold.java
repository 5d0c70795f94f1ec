package dev.millrace.rdd;

import dev.millrace.function.Function;
import dev.millrace.function.Function2;
import java.nio.ByteBuffer;

/**
 * What a key's first value becomes when it is folded into a copy of the initial value.
 *
 * @param zero the initial value, as {@link FreshCopies} has it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its key only
record FirstFold<V, U>(byte[] zero, Function2<U, V, U> fold) implements Function<V, U>, DerivedFunction {
    @Override
    public U call(V value) throws Exception {
        return fold.call(FreshCopies.<U>of(zero, fold), value);
    }

    @Override
    public void key(PlanKey key) {
        key.value(FirstFold.class).value(ByteBuffer.wrap(zero)).function(fold);
    }
}
